#include <string.h>

#include "harness.h"

/// How an operand is repeated over rows and columns.
typedef enum { FULL, PER_COLUMN, PER_ROW, SINGLE } shape;

typedef struct operand {
    const int16_t *data;
    ptrdiff_t stride, step;
} operand;

static operand random_operand(shape kind, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride) {
    switch (kind) {
    case FULL:
        return (operand){random_mantissas(extent(rows, columns, stride), 0, 32767), stride, 1};
    case PER_COLUMN:
        return (operand){random_mantissas(columns, 0, 32767), 0, 1};
    case PER_ROW:
        return (operand){random_mantissas(rows, 0, 32767), 1, 0};
    default:
        return (operand){random_mantissas(1, 0, 32767), 0, 0};
    }
}

typedef enum { APART, IN_A, IN_B } place;

static void run_binary(const char *name, mant_i16_binary_fn tested, mant_i16_binary_fn scalar) {
    const ptrdiff_t rows = random_in(1, 5), columns = random_columns(), stride = columns + PICK(0, 0, 3);
    const place where = one_in(2) ? APART : one_in(2) ? IN_A : IN_B;
    const shape a_shape = where == IN_A ? FULL : (shape)random_in(FULL, SINGLE);
    const shape b_shape = where == IN_B ? FULL : (shape)random_in(FULL, SINGLE);
    const operand a = random_operand(a_shape, rows, columns, where == IN_A ? stride : columns + PICK(0, 0, 2));
    const operand b = random_operand(b_shape, rows, columns, where == IN_B ? stride : columns + PICK(0, 0, 1));
    const mant_limits limits = random_limits();
    const buffer expected = buffer_make((size_t)extent(rows, columns, stride) * sizeof(int16_t), 0);
    if (where != APART) {
        memcpy(expected.data, where == IN_A ? a.data : b.data, expected.bytes);
    }
    const buffer found = buffer_copy(expected);
    mant_i16_binary_args args = {
        .a = a.data,
        .a_stride = a.stride,
        .a_step = a.step,
        .b = b.data,
        .b_stride = b.stride,
        .b_step = b.step,
        .a_scale = random_scale(-4, 4),
        .b_scale = one_in(10) ? 0x1p-126f : random_scale(-4, 4),
        .scale = strcmp(name, "div") == 0 ? random_scale(-2, 14) : random_scale(-24, 0),
        .limits = limits,
        .rows = rows,
        .columns = columns,
        .output = expected.data,
        .output_stride = stride,
    };
    case_begin("%tdx%td, strides and steps %td, %td and %td, %td, output %td%s, scales %a, %a, %a, limits %g...%g, "
               "%d...%d",
               rows, columns, a.stride, a.step, b.stride, b.step, stride,
               where == IN_A   ? " in a"
               : where == IN_B ? " in b"
                               : "",
               (double)args.a_scale, (double)args.b_scale, (double)args.scale, (double)limits.lower,
               (double)limits.upper, limits.minimum, limits.maximum);
    args.a = where == IN_A ? expected.data : a.data;
    args.b = where == IN_B ? expected.data : b.data;
    const uint64_t expected_count = scalar(&args);
    args.a = where == IN_A ? found.data : a.data;
    args.b = where == IN_B ? found.data : b.data;
    args.output = found.data;
    expect_equal_count(tested(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

static void run_affine(const subject *s) {
    const ptrdiff_t rows = random_in(1, 5), columns = random_columns();
    const int in_place = one_in(3);
    const ptrdiff_t stride = columns + PICK(0, 0, 3), input_stride = columns + PICK(0, 0, 1);
    const mant_limits limits = random_limits();
    case_begin("%tdx%td, strides %td, %td%s, limits %g...%g, %d...%d", rows, columns, input_stride, stride,
               in_place ? ", in place" : "", (double)limits.lower, (double)limits.upper, limits.minimum,
               limits.maximum);
    const int16_t *input = random_mantissas(extent(rows, columns, in_place ? stride : input_stride), 0, 32767);
    float *multiplier = random_floats(columns, 1), *addend = random_floats(columns, 1);
    for (ptrdiff_t j = 0; j < columns; j++) {
        multiplier[j] = one_in(2) ? random_scale(-4, 1) : multiplier[j];
    }
    const buffer expected = buffer_make((size_t)extent(rows, columns, stride) * sizeof(int16_t), 0);
    if (in_place) {
        memcpy(expected.data, input, expected.bytes);
    }
    const buffer found = buffer_copy(expected);
    mant_i16_affine_args args = {
        .input = in_place ? expected.data : input,
        .input_stride = in_place ? stride : input_stride,
        .multiplier = multiplier,
        .addend = addend,
        .limits = limits,
        .rows = rows,
        .columns = columns,
        .output = expected.data,
        .output_stride = stride,
    };
    const uint64_t expected_count = s->scalar.affine(&args);
    args.input = in_place ? found.data : input;
    args.output = found.data;
    expect_equal_count(s->tested.affine(&args), expected_count);
    expect_equal_i16(found, expected);
    buffers_free();
}

void test_elementwise(const subject *s) {
    const struct {
        const char *name;
        mant_i16_binary_fn tested, scalar;
    } operations[] = {
        {"add", s->tested.add, s->scalar.add},
        {"sub", s->tested.sub, s->scalar.sub},
        {"mul", s->tested.mul, s->scalar.mul},
        {"div", s->tested.div, s->scalar.div},
    };
    for (size_t o = 0; o < sizeof operations / sizeof operations[0]; o++) {
        if (operations[o].tested != NULL) {
            operation_begin(s->name, operations[o].name);
            for (int i = 0; i < 2000; i++) {
                case_next();
                run_binary(operations[o].name, operations[o].tested, operations[o].scalar);
            }
            saturating_operation_end();
        }
    }
    if (s->tested.affine != NULL) {
        operation_begin(s->name, "affine");
        for (int i = 0; i < 2000; i++) {
            case_next();
            run_affine(s);
        }
        saturating_operation_end();
    }
}
