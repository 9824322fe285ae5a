#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

MANT_AVX2_INLINE __m256 value(const mant_i16_affine_args *args, const int16_t *input, ptrdiff_t j) {
    const __m256 product = _mm256_mul_ps(mant_load_x8(input + j), _mm256_loadu_ps(args->multiplier + j));
    return _mm256_add_ps(product, _mm256_loadu_ps(args->addend + j));
}

MANT_AVX2 uint64_t mant_i16_affine__avx2(const mant_i16_affine_args *args) {
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const __m256 v0 = value(args, input, j), v1 = value(args, input, j + 8);
            const __m256i m0 = mant_limited_x8(v0, &limits), m1 = mant_limited_x8(v1, &limits);
            _mm256_storeu_si256((__m256i *)(output + j), mant_pack_x16(m0, m1));
        }
    }
    uint64_t saturations = mant_saturations_x8(&limits);
    if (whole < args->columns) {
        mant_i16_affine_args rest = *args;
        rest.input += whole;
        rest.multiplier += whole;
        rest.addend += whole;
        rest.output += whole;
        rest.columns -= whole;
        saturations += mant_i16_affine__scalar(&rest);
    }
    return saturations;
}

#endif
