#include <math.h>
#include <string.h>

#include "harness.h"

/// Logits: ordinary ones, spreads that underflow, and in some cases infinities, NaN or anything.
static float *random_logits(ptrdiff_t count) {
    float *x = random_floats(count, 1);
    const int kind = (int)random_in(0, 5);
    for (ptrdiff_t i = 0; kind > 0 && i < count; i++) {
        const float spread = kind == 1 ? 300.0f : kind == 2 ? 0.01f : 12.0f;
        x[i] = (float)random_in(-1048576, 1048576) * 0x1p-20f * spread;
        if (kind == 5 && one_in(40)) {
            x[i] = one_in(3) ? random_nan() : one_in(4) ? INFINITY : -INFINITY;
        }
    }
    return x;
}

static void run_softmax(const subject *s) {
    const ptrdiff_t rows = random_in(1, 4), columns = one_in(5) ? random_in(100, 1100) : random_columns();
    const int in_place = one_in(3), mantissas = one_in(2);
    const ptrdiff_t stride = columns + PICK(0, 0, 3), input_stride = columns + PICK(0, 0, 1);
    case_begin("%tdx%td, strides %td, %td%s%s", rows, columns, input_stride, stride, in_place ? ", in place" : "",
               mantissas ? ", to mantissas" : "");
    const float *input = random_logits(extent(rows, columns, in_place ? stride : input_stride));
    const buffer expected = buffer_make((size_t)extent(rows, columns, stride) * sizeof(float), 0);
    if (in_place) {
        memcpy(expected.data, input, expected.bytes);
    }
    const buffer found = buffer_copy(expected);
    mant_f32_softmax_args args = {
        .input = in_place ? expected.data : input,
        .input_stride = in_place ? stride : input_stride,
        .rows = rows,
        .columns = columns,
        .output = expected.data,
        .output_stride = stride,
    };
    buffer expected_mantissas = {0}, found_mantissas = {0};
    if (mantissas) {
        args.probabilities_stride = columns + PICK(0, 0, 5);
        expected_mantissas = buffer_make((size_t)extent(rows, columns, args.probabilities_stride) * sizeof(int16_t), 0);
        found_mantissas = buffer_copy(expected_mantissas);
    }
    args.probabilities = expected_mantissas.data;
    s->scalar.softmax(&args);
    args.input = in_place ? found.data : input;
    args.output = found.data;
    args.probabilities = found_mantissas.data;
    s->tested.softmax(&args);
    if (mantissas) {
        expect_equal_i16(found_mantissas, expected_mantissas);
    } else {
        expect_equal_f32(found, expected);
    }
    buffers_free();
}

/// Replaces each NaN by one: which bits a sum of NaN has is the choice of the compiler, who may exchange its operands.
static void unify_nan(buffer results) {
    float *values = results.data;
    for (size_t i = 0; i < results.bytes / sizeof(float); i++) {
        values[i] = isnan(values[i]) ? NAN : values[i];
    }
}

static void run_layernorm(const subject *s) {
    const ptrdiff_t rows = random_in(1, 4), columns = one_in(5) ? random_in(100, 800) : random_columns();
    const int float_input = one_in(2), float_output = one_in(2);
    const int in_place = float_input == float_output && one_in(3);
    const ptrdiff_t stride = columns + PICK(0, 0, 3), input_stride = in_place ? stride : columns + PICK(0, 0, 1);
    const mant_limits limits = random_limits();
    case_begin("%tdx%td, strides %td, %td, %s to %s%s, limits %g...%g, %d...%d", rows, columns, input_stride, stride,
               float_input ? "float" : "int16", float_output ? "float" : "int16", in_place ? ", in place" : "",
               (double)limits.lower, (double)limits.upper, limits.minimum, limits.maximum);
    const ptrdiff_t count = extent(rows, columns, input_stride);
    const int16_t *input = float_input ? NULL : random_mantissas(count, 0, 32767);
    const float *input_f32 = float_input ? random_logits(count) : NULL;
    float *scale = random_floats(columns, 0), *shift = random_floats(columns, 0);
    for (ptrdiff_t j = 0; j < columns; j++) {
        scale[j] = one_in(9) ? scale[j] : random_scale(6, 14);
    }
    const size_t size = float_output ? sizeof(float) : sizeof(int16_t);
    const buffer expected = buffer_make((size_t)extent(rows, columns, stride) * size, 0);
    if (in_place) {
        memcpy(expected.data, float_input ? (const void *)input_f32 : (const void *)input, expected.bytes);
    }
    const buffer found = buffer_copy(expected);
    mant_layernorm_args args = {
        .input = input,
        .input_f32 = input_f32,
        .input_scale = random_scale(-14, -2),
        .rows = rows,
        .columns = columns,
        .input_stride = input_stride,
        .output_stride = stride,
        .scale = scale,
        .shift = shift,
        .epsilon = one_in(3) ? 0.0f : 1e-5f,
        .limits = limits,
    };
    const buffer *outputs[] = {&expected, &found};
    uint64_t counts[2];
    for (int i = 0; i < 2; i++) {
        if (in_place && float_input) {
            args.input_f32 = outputs[i]->data;
        } else if (in_place) {
            args.input = outputs[i]->data;
        }
        args.output = float_output ? NULL : outputs[i]->data;
        args.output_f32 = float_output ? outputs[i]->data : NULL;
        counts[i] = (i == 0 ? s->scalar : s->tested).layernorm(&args);
    }
    if (float_output) {
        unify_nan(found);
        unify_nan(expected);
        expect_equal_f32(found, expected);
    } else {
        expect_equal_i16(found, expected);
    }
    expect_equal_count(counts[1], counts[0]);
    buffers_free();
}

static void run_lrn(const subject *s) {
    static const float betas[] = {0.75f, 0.75f, 0.5f, 1.0f, 0.0f, 2.3f, -1.5f, INFINITY, NAN};
    const ptrdiff_t rows = random_in(1, 4), channels = random_columns();
    const ptrdiff_t input_stride = channels + PICK(0, 0, 1), stride = channels + PICK(0, 0, 3);
    const ptrdiff_t size = one_in(8) ? random_in(1, 200) : random_in(1, 11);
    const float beta = betas[random_in(0, 8)];
    const mant_limits limits = random_limits();
    const float bias = one_in(3) ? 1.0f : one_in(2) ? 0.0f : random_float(1);
    case_begin("%tdx%td, strides %td, %td, size %td, beta %g, bias %a, limits %g...%g, %d...%d", rows, channels,
               input_stride, stride, size, (double)beta, (double)bias, (double)limits.lower, (double)limits.upper,
               limits.minimum, limits.maximum);
    int16_t *input = random_mantissas(extent(rows, channels, input_stride), 0, 32767);
    for (ptrdiff_t i = 0, silent = one_in(4); i < extent(rows, channels, input_stride); i++) {
        // Windows of zeros: powers of the bias alone.
        silent = one_in(30) ? !silent : silent;
        input[i] = silent ? 0 : input[i];
    }
    const buffer expected = buffer_make((size_t)extent(rows, channels, stride) * sizeof(int16_t), 0);
    const buffer found = buffer_copy(expected);
    mant_i16_lrn_args args = {
        .input = input,
        .input_stride = input_stride,
        .alpha_scale = one_in(8)   ? 0x1p-60f
                       : one_in(8) ? random_float(1)
                                   : random_scale(-34, -24),
        .bias = bias,
        .beta = beta,
        .scale = random_scale(-4, 3),
        .size = size,
        .limits = limits,
        .rows = rows,
        .channels = channels,
        .output = expected.data,
        .output_stride = stride,
    };
    const uint64_t expected_count = s->scalar.lrn(&args);
    args.output = found.data;
    expect_equal_count(s->tested.lrn(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

void test_normalization(const subject *s) {
    if (s->tested.softmax != NULL) {
        operation_begin(s->name, "softmax");
        for (int i = 0; i < 2000; i++) {
            case_next();
            run_softmax(s);
        }
        operation_end();
    }
    if (s->tested.layernorm != NULL) {
        operation_begin(s->name, "layernorm");
        for (int i = 0; i < 2000; i++) {
            case_next();
            run_layernorm(s);
        }
        saturating_operation_end();
    }
    if (s->tested.lrn != NULL) {
        operation_begin(s->name, "lrn");
        for (int i = 0; i < 2000; i++) {
            case_next();
            run_lrn(s);
        }
        saturating_operation_end();
    }
}
