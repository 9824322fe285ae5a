#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

MANT_AVX2 uint64_t mant_f32_quantize__avx2(const mant_f32_quantize_args *args) {
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const __m256 scale = _mm256_set1_ps(args->scale);
    const ptrdiff_t whole = args->count & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < whole; i += 16) {
        const __m256 v0 = _mm256_mul_ps(_mm256_loadu_ps(args->input + i), scale);
        const __m256 v1 = _mm256_mul_ps(_mm256_loadu_ps(args->input + i + 8), scale);
        const __m256i m0 = mant_limited_x8(v0, &limits), m1 = mant_limited_x8(v1, &limits);
        _mm256_storeu_si256((__m256i *)(args->output + i), mant_pack_x16(m0, m1));
    }
    mant_f32_quantize_args rest = *args;
    rest.input += whole;
    rest.output += whole;
    rest.count -= whole;
    return mant_saturations_x8(&limits) + mant_f32_quantize__scalar(&rest);
}

MANT_AVX2 void mant_i16_dequantize__avx2(const int16_t *input, float scale, ptrdiff_t count, float *output) {
    const __m256 scales = _mm256_set1_ps(scale);
    const ptrdiff_t whole = count & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < whole; i += 8) {
        _mm256_storeu_ps(output + i, _mm256_mul_ps(mant_load_x8(input + i), scales));
    }
    mant_i16_dequantize__scalar(input + whole, scale, count - whole, output + whole);
}

#endif
