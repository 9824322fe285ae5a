#include "harness.h"

/// Sizes and strides of one transposition.
typedef struct layout {
    ptrdiff_t rows, columns, input_stride, output_stride;
} layout;

static layout random_layout(void) {
    const ptrdiff_t rows = random_columns(), columns = random_columns();
    const layout l = {rows, columns, columns + PICK(0, 0, 3), rows + PICK(0, 0, 5)};
    case_begin("%tdx%td, strides %td, %td", rows, columns, l.input_stride, l.output_stride);
    return l;
}

static void run_i16(const subject *s) {
    const layout l = random_layout();
    const int16_t *input = random_mantissas(extent(l.rows, l.columns, l.input_stride), 0, 32767);
    const buffer expected = buffer_make((size_t)extent(l.columns, l.rows, l.output_stride) * sizeof(int16_t), 0);
    const buffer found = buffer_copy(expected);
    s->scalar.transpose_i16(input, l.input_stride, l.rows, l.columns, expected.data, l.output_stride);
    s->tested.transpose_i16(input, l.input_stride, l.rows, l.columns, found.data, l.output_stride);
    expect_equal_i16(found, expected);
    buffers_free();
}

static void run_f32(const subject *s) {
    const layout l = random_layout();
    const float *input = random_floats(extent(l.rows, l.columns, l.input_stride), 1);
    const buffer expected = buffer_make((size_t)extent(l.columns, l.rows, l.output_stride) * sizeof(float), 0);
    const buffer found = buffer_copy(expected);
    s->scalar.transpose_f32(input, l.input_stride, l.rows, l.columns, expected.data, l.output_stride);
    s->tested.transpose_f32(input, l.input_stride, l.rows, l.columns, found.data, l.output_stride);
    expect_equal_f32(found, expected);
    buffers_free();
}

void test_transpose(const subject *s) {
    if (s->tested.transpose_i16 != NULL) {
        operation_begin(s->name, "transpose_i16");
        for (int i = 0; i < 500; i++) {
            case_next();
            run_i16(s);
        }
        operation_end();
    }
    if (s->tested.transpose_f32 != NULL) {
        operation_begin(s->name, "transpose_f32");
        for (int i = 0; i < 500; i++) {
            case_next();
            run_f32(s);
        }
        operation_end();
    }
}
