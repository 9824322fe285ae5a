#include "harness.h"
#include "window.h"

static void run(mant_i16_pool_fn tested, mant_i16_pool_fn scalar, test_window t) {
    const mant_window w = t.window;
    const ptrdiff_t channels = random_columns();
    const ptrdiff_t input_stride = channels + PICK(0, 0, 1, 7), output_stride = channels + PICK(0, 0, 3);
    const mant_limits limits = random_limits();
    case_begin("image %tdx%td, kernel %tdx%td, strides %td, %td, dilations %td, %td, pads %td, %td, %td, %td, %td "
               "channels, strides %td, %td, limits %g...%g, %d...%d",
               w.height, w.width, w.kernel_height, w.kernel_width, w.stride_height, w.stride_width, w.dilation_height,
               w.dilation_width, w.pad_top, w.pad_left, w.pad_bottom, w.pad_right, channels, input_stride,
               output_stride, (double)limits.lower, (double)limits.upper, limits.minimum, limits.maximum);
    const size_t count = (size_t)extent(t.output_height * w.output_width, channels, output_stride);
    const buffer expected = buffer_make(count * sizeof(int16_t), 0), found = buffer_copy(expected);
    mant_i16_pool_args args = {
        .input = random_mantissas(extent(w.height * w.width, channels, input_stride), 0, 32767),
        .input_stride = input_stride,
        .channels = channels,
        .window = w,
        .count_include_pad = one_in(2),
        .scale = random_scale(-3, 3),
        .limits = limits,
        .row_begin = 0,
        .row_end = t.output_height,
        .output = expected.data,
        .output_stride = output_stride,
    };
    const uint64_t expected_count = scalar(&args);
    args.output = found.data;
    args.row_end = random_in(0, t.output_height);
    uint64_t found_count = tested(&args);
    args.row_begin = args.row_end;
    args.row_end = t.output_height;
    found_count += tested(&args);
    expect_equal_i16(found, expected);
    expect_equal_count(found_count, expected_count);
    buffers_free();
}

/// A window of 257 x 257 taps over a small image: more than an int32 sum is proven for.
static test_window huge_window(void) {
    return window_make((mant_window){.height = 3,
                                     .width = 2,
                                     .kernel_height = 257,
                                     .kernel_width = 257,
                                     .stride_height = 1,
                                     .stride_width = 1,
                                     .dilation_height = 1,
                                     .dilation_width = 1,
                                     .pad_top = 128,
                                     .pad_left = 128,
                                     .pad_bottom = 127,
                                     .pad_right = 128});
}

static void run_global(const subject *s, ptrdiff_t pixels, int is_full_scale) {
    const ptrdiff_t channels = is_full_scale ? random_in(8, 17) : random_columns();
    const ptrdiff_t stride = channels + PICK(0, 0, 5);
    const mant_limits limits = random_limits();
    case_begin("%td pixels, %td channels, stride %td, limits %g...%g, %d...%d", pixels, channels, stride,
               (double)limits.lower, (double)limits.upper, limits.minimum, limits.maximum);
    int16_t *input = random_mantissas(extent(pixels, channels, stride), 0, 32767);
    for (ptrdiff_t i = 0; is_full_scale && i < extent(pixels, channels, stride); i++) {
        input[i] = i % stride % 2 == 0 ? 32767 : -32767;
    }
    const buffer expected = buffer_make((size_t)channels * sizeof(int16_t), 0), found = buffer_copy(expected);
    mant_i16_gavgpool_args args = {
        .input = input,
        .input_stride = stride,
        .pixels = pixels,
        .channels = channels,
        .scale = random_scale(-2, 4),
        .limits = limits,
        .output = expected.data,
    };
    const uint64_t expected_count = s->scalar.gavgpool(&args);
    args.output = found.data;
    expect_equal_count(s->tested.gavgpool(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

void test_pooling(const subject *s) {
    if (s->tested.maxpool != NULL) {
        operation_begin(s->name, "maxpool");
        for (int i = 0; i < 1500; i++) {
            case_next();
            run(s->tested.maxpool, s->scalar.maxpool, random_window());
        }
        operation_end();
    }
    if (s->tested.avgpool != NULL) {
        operation_begin(s->name, "avgpool");
        for (int i = 0; i < 1500; i++) {
            case_next();
            run(s->tested.avgpool, s->scalar.avgpool, random_window());
        }
        case_next();
        run(s->tested.avgpool, s->scalar.avgpool, huge_window());
        saturating_operation_end();
    }
    if (s->tested.gavgpool != NULL) {
        operation_begin(s->name, "gavgpool");
        for (int i = 0; i < 1500; i++) {
            case_next();
            run_global(s, random_in(1, 200), 0);
        }
        // The longest sums that int32 holds, and longer ones.
        for (int i = 0; i < 10; i++) {
            case_next();
            run_global(s, 65536, 1);
            case_next();
            run_global(s, 65539, 1);
        }
        saturating_operation_end();
    }
}
