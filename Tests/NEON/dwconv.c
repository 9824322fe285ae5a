#include "harness.h"
#include "window.h"

static void run(const subject *s, test_window t) {
    const mant_window w = t.window;
    const ptrdiff_t channels = random_columns(), taps = w.kernel_height * w.kernel_width;
    const ptrdiff_t chunk = one_in(2)   ? PTRDIFF_MAX
                            : one_in(4) ? random_in(taps, taps + 3)
                                        : 2 * random_in(1, (taps + 2) / 2);
    const ptrdiff_t pixels = t.output_height * w.output_width;
    const ptrdiff_t input_stride = channels + PICK(0, 0, 1, 7), output_stride = channels + PICK(0, 0, 3);
    const ptrdiff_t residual_stride = channels + PICK(0, 2);
    const int is_float = one_in(3), in_place = !is_float && one_in(4), has_residual = in_place || one_in(2);
    const int32_t bias_limit = 60000;
    const ptrdiff_t length = chunk < taps ? chunk : taps;
    const ptrdiff_t fits = (INT32_MAX - bias_limit) / 32767 / length;
    const int16_t limit = (int16_t)(fits < 32767 ? fits : 32767);
    const mant_limits limits = random_limits();
    const int exponent = (int)PICK(-22, -17, -16, -15, -14, -12, 0, -160);
    case_begin("image %tdx%td, kernel %tdx%td, strides %td, %td, dilations %td, %td, pads %td, %td, %td, %td, %td "
               "channels, chunk %td, strides %td, %td, %td, %s%s2^%d, limits %g...%g, %d...%d",
               w.height, w.width, w.kernel_height, w.kernel_width, w.stride_height, w.stride_width, w.dilation_height,
               w.dilation_width, w.pad_top, w.pad_left, w.pad_bottom, w.pad_right, channels, chunk, input_stride,
               output_stride, residual_stride, is_float ? "float, " : "",
               in_place       ? "in place, "
               : has_residual ? "residual, "
                              : "",
               exponent, (double)limits.lower, (double)limits.upper, limits.minimum, limits.maximum);

    const int16_t *input = random_mantissas(extent(w.height * w.width, channels, input_stride), 31, 32767);
    const ptrdiff_t block = MANT_DWCONV_CHANNEL_BLOCK, padded = (channels + block - 1) / block * block;
    int16_t *weights = random_mantissas(taps * padded, 0, limit);
    int32_t *bias = buffer_make((size_t)padded * sizeof(int32_t), 0).data;
    float *scale = buffer_make((size_t)padded * sizeof(float), 0).data;
    for (ptrdiff_t c = 0; c < padded; c++) {
        for (ptrdiff_t tap = 0; c >= channels && tap < taps; tap++) {
            weights[tap * padded + c] = 0;
        }
        bias[c] = c < channels ? (int32_t)random_in(-bias_limit, bias_limit) : one_in(2) ? 1 << 28 : 0;
        scale[c] = c < channels ? random_scale(exponent, exponent + 3) : 1.0f;
    }
    const size_t bytes = (size_t)extent(pixels, channels, output_stride) * (is_float ? sizeof(float) : sizeof(int16_t));
    const buffer expected = buffer_make(bytes, 0);
    if (in_place) {
        for (size_t i = 0; i < bytes / sizeof(int16_t); i++) {
            ((int16_t *)expected.data)[i] = random_mantissa(32767);
        }
    }
    const buffer found = buffer_copy(expected);
    const int16_t *residual = has_residual ? random_mantissas(extent(pixels, channels, residual_stride), 0, 32767) : 0;

    mant_i16_dwconv_args args = {
        .input = input,
        .input_stride = input_stride,
        .channels = channels,
        .window = w,
        .weights = weights,
        .weights_stride = padded,
        .chunk = chunk,
        .row_begin = 0,
        .row_end = t.output_height,
        .epilogue = {.bias = bias,
                     .scale = scale,
                     .residual = in_place ? expected.data : residual,
                     .residual_stride = in_place ? output_stride : residual_stride,
                     .residual_scale = random_scale(-4, 1),
                     .largest = __builtin_inff(),
                     .limits = limits,
                     .output = is_float ? NULL : expected.data,
                     .output_f32 = is_float ? expected.data : NULL,
                     .output_stride = output_stride},
    };
    const uint64_t expected_count = s->scalar.dwconv(&args);

    // In two ranges of rows, as threads would.
    args.epilogue.residual = in_place ? found.data : residual;
    args.epilogue.output = is_float ? NULL : found.data;
    args.epilogue.output_f32 = is_float ? found.data : NULL;
    args.row_end = random_in(0, t.output_height);
    uint64_t found_count = s->tested.dwconv(&args);
    args.row_begin = args.row_end;
    args.row_end = t.output_height;
    found_count += s->tested.dwconv(&args);
    if (is_float) {
        expect_equal_f32(found, expected);
    } else {
        expect_equal_i16(found, expected);
    }
    expect_equal_count(found_count, expected_count);
    buffers_free();
}

void test_dwconv(const subject *s) {
    if (s->tested.dwconv == NULL) {
        return;
    }
    operation_begin(s->name, "dwconv");
    for (int i = 0; i < 3000; i++) {
        case_next();
        run(s, random_window());
    }
    // More taps than a kernel keeps in its lists, and as many.
    for (int i = 0; i < 20; i++) {
        case_next();
        run(s, window_make((mant_window){.height = 20,
                                         .width = 18,
                                         .kernel_height = 16,
                                         .kernel_width = 8 + i % 2,
                                         .stride_height = 1,
                                         .stride_width = 1,
                                         .dilation_height = 1,
                                         .dilation_width = 1,
                                         .pad_top = random_in(0, 9),
                                         .pad_left = random_in(0, 9),
                                         .pad_bottom = random_in(0, 9),
                                         .pad_right = random_in(0, 9)}));
    }
    saturating_operation_end();
}
