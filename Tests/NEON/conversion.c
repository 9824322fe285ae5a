#include <string.h>

#include "harness.h"

static void run_requantize(const subject *s) {
    const ptrdiff_t rows = random_in(1, 5), columns = random_columns();
    const int in_place = one_in(3);
    const ptrdiff_t stride = columns + PICK(0, 0, 3), input_stride = columns + PICK(0, 0, 1);
    const mant_limits limits = random_limits();
    const float scale = one_in(8) ? random_float(1) : random_scale(-5, 4);
    case_begin("%tdx%td, strides %td, %td%s, scale %a, limits %g...%g, %d...%d", rows, columns, input_stride, stride,
               in_place ? ", in place" : "", (double)scale, (double)limits.lower, (double)limits.upper, limits.minimum,
               limits.maximum);
    const int16_t *input = random_mantissas(extent(rows, columns, in_place ? stride : input_stride), 0, 32767);
    const buffer expected = buffer_make((size_t)extent(rows, columns, stride) * sizeof(int16_t), 0);
    if (in_place) {
        memcpy(expected.data, input, expected.bytes);
    }
    const buffer found = buffer_copy(expected);
    mant_i16_requantize_args args = {
        .input = in_place ? expected.data : input,
        .input_stride = in_place ? stride : input_stride,
        .scale = scale,
        .limits = limits,
        .rows = rows,
        .columns = columns,
        .output = expected.data,
        .output_stride = stride,
    };
    const uint64_t expected_count = s->scalar.requantize(&args);
    args.input = in_place ? found.data : input;
    args.output = found.data;
    expect_equal_count(s->tested.requantize(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

static void run_quantize(const subject *s) {
    const ptrdiff_t count = random_columns();
    const mant_limits limits = random_limits();
    const float scale = one_in(3) ? 1.0f : one_in(8) ? random_float(1) : random_scale(-5, 12);
    case_begin("%td elements, scale %a, limits %g...%g, %d...%d", count, (double)scale, (double)limits.lower,
               (double)limits.upper, limits.minimum, limits.maximum);
    const buffer expected = buffer_make((size_t)count * sizeof(int16_t), 0), found = buffer_copy(expected);
    mant_f32_quantize_args args = {
        .input = random_floats(count, 1),
        .scale = scale,
        .limits = limits,
        .count = count,
        .output = expected.data,
    };
    const uint64_t expected_count = s->scalar.quantize(&args);
    args.output = found.data;
    expect_equal_count(s->tested.quantize(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

static void run_dequantize(const subject *s) {
    const ptrdiff_t count = random_columns();
    const float scale = one_in(8) ? random_float(1) : random_scale(-140, 120);
    case_begin("%td elements, scale %a", count, (double)scale);
    const int16_t *input = random_mantissas(count, 0, 32767);
    const buffer expected = buffer_make((size_t)count * sizeof(float), 0), found = buffer_copy(expected);
    s->scalar.dequantize(input, scale, count, expected.data);
    s->tested.dequantize(input, scale, count, found.data);
    expect_equal_f32(found, expected);
    buffers_free();
}

void test_conversion(const subject *s) {
    if (s->tested.requantize != NULL) {
        operation_begin(s->name, "requantize");
        for (int i = 0; i < 2000; i++) {
            case_next();
            run_requantize(s);
        }
        saturating_operation_end();
    }
    if (s->tested.quantize != NULL) {
        operation_begin(s->name, "quantize");
        for (int i = 0; i < 3000; i++) {
            case_next();
            run_quantize(s);
        }
        saturating_operation_end();
    }
    if (s->tested.dequantize != NULL) {
        operation_begin(s->name, "dequantize");
        for (int i = 0; i < 1000; i++) {
            case_next();
            run_dequantize(s);
        }
        operation_end();
    }
}
