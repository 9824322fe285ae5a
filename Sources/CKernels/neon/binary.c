#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

/// Eight elements of an operand; step 0 repeats one.
MANT_NEON_INLINE int16x8_t operand(const int16_t *row, ptrdiff_t step, ptrdiff_t j) {
    return step == 0 ? vdupq_n_s16(row[0]) : vld1q_s16(row + j);
}

typedef enum { ADD, SUB, MUL, DIV } operation;

MANT_NEON_INLINE mant_f32x8 value(operation op, const mant_i16_binary_args *args, int16x8_t a, int16x8_t b) {
    if (op == MUL) {
        const int32x4_t low = vmull_s16(vget_low_s16(a), vget_low_s16(b)), high = vmull_high_s16(a, b);
        return mant_mul_x8((mant_f32x8){vcvtq_f32_s32(low), vcvtq_f32_s32(high)}, mant_all_x8(args->scale));
    }
    const mant_f32x8 x = mant_floats_x8(a), y = mant_floats_x8(b);
    if (op == DIV) {
        return mant_mul_x8(mant_div_x8(x, y), mant_all_x8(args->scale));
    }
    const mant_f32x8 p = mant_mul_x8(x, mant_all_x8(args->a_scale)), q = mant_mul_x8(y, mant_all_x8(args->b_scale));
    return op == ADD ? mant_add_x8(p, q) : mant_sub_x8(p, q);
}

MANT_NEON_INLINE uint64_t binary(operation op, const mant_i16_binary_args *args, mant_i16_binary_fn scalar) {
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *a = args->a + i * args->a_stride, *b = args->b + i * args->b_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 8) {
            const mant_f32x8 v = value(op, args, operand(a, args->a_step, j), operand(b, args->b_step, j));
            vst1q_s16(output + j, mant_limited_x8(v, &limits));
        }
    }
    uint64_t saturations = mant_saturations_x4(&limits);
    if (whole < args->columns) {
        mant_i16_binary_args rest = *args;
        rest.a += whole * args->a_step;
        rest.b += whole * args->b_step;
        rest.output += whole;
        rest.columns -= whole;
        saturations += scalar(&rest);
    }
    return saturations;
}

/// Rows that follow each other without a gap are one long row.
MANT_NEON_INLINE mant_i16_binary_args flattened(const mant_i16_binary_args *args) {
    mant_i16_binary_args flat = *args;
    const ptrdiff_t columns = args->columns;
    const int a_flat = args->a_step == 1 ? args->a_stride == columns : args->a_stride == 0;
    const int b_flat = args->b_step == 1 ? args->b_stride == columns : args->b_stride == 0;
    if (a_flat && b_flat && args->output_stride == columns) {
        flat.columns = args->rows * columns;
        flat.rows = 1;
    }
    return flat;
}

#define MANT_BINARY(NAME, OP)                                            \
    uint64_t mant_i16_##NAME##__neon(const mant_i16_binary_args *args) { \
        const mant_i16_binary_args flat = flattened(args);               \
        return binary(OP, &flat, mant_i16_##NAME##__scalar);             \
    }

MANT_BINARY(add, ADD)
MANT_BINARY(sub, SUB)
MANT_BINARY(mul, MUL)
MANT_BINARY(div, DIV)

#endif
