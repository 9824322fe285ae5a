#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

/// Eight elements of an operand as int32; step 0 repeats one.
MANT_AVX2_INLINE __m256i operand(const int16_t *row, ptrdiff_t step, ptrdiff_t j) {
    return step == 0 ? _mm256_set1_epi32(row[0]) : _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(row + j)));
}

typedef enum { ADD, SUB, MUL, DIV } operation;

MANT_AVX2_INLINE __m256 value(operation op, const mant_i16_binary_args *args, __m256i a, __m256i b) {
    if (op == MUL) {
        return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_mullo_epi32(a, b)), _mm256_set1_ps(args->scale));
    }
    const __m256 x = _mm256_cvtepi32_ps(a), y = _mm256_cvtepi32_ps(b);
    if (op == DIV) {
        return _mm256_mul_ps(_mm256_div_ps(x, y), _mm256_set1_ps(args->scale));
    }
    const __m256 p = _mm256_mul_ps(x, _mm256_set1_ps(args->a_scale));
    const __m256 q = _mm256_mul_ps(y, _mm256_set1_ps(args->b_scale));
    return op == ADD ? _mm256_add_ps(p, q) : _mm256_sub_ps(p, q);
}

MANT_AVX2_INLINE uint64_t binary(operation op, const mant_i16_binary_args *args, mant_i16_binary_fn scalar) {
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *a = args->a + i * args->a_stride, *b = args->b + i * args->b_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const __m256 v0 = value(op, args, operand(a, args->a_step, j), operand(b, args->b_step, j));
            const __m256 v1 = value(op, args, operand(a, args->a_step, j + 8), operand(b, args->b_step, j + 8));
            const __m256i m0 = mant_limited_x8(v0, &limits), m1 = mant_limited_x8(v1, &limits);
            _mm256_storeu_si256((__m256i *)(output + j), mant_pack_x16(m0, m1));
        }
    }
    uint64_t saturations = mant_saturations_x8(&limits);
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
MANT_AVX2_INLINE mant_i16_binary_args flattened(const mant_i16_binary_args *args) {
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

#define MANT_BINARY(NAME, OP)                                                      \
    MANT_AVX2 uint64_t mant_i16_##NAME##__avx2(const mant_i16_binary_args *args) { \
        const mant_i16_binary_args flat = flattened(args);                         \
        return binary(OP, &flat, mant_i16_##NAME##__scalar);                       \
    }

MANT_BINARY(add, ADD)
MANT_BINARY(sub, SUB)
MANT_BINARY(mul, MUL)
MANT_BINARY(div, DIV)

#endif
