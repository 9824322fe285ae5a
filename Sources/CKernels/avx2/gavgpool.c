#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

/// More pixels than this could overflow an int32 sum.
enum { MAX_PIXELS = 65536 };

MANT_AVX2 uint64_t mant_i16_gavgpool__avx2(const mant_i16_gavgpool_args *args) {
    if (args->pixels > MAX_PIXELS) {
        return mant_i16_gavgpool__scalar(args);
    }
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const __m256 scale = _mm256_set1_ps(args->scale), count = _mm256_set1_ps((float)args->pixels);
    const ptrdiff_t whole = args->channels & ~(ptrdiff_t)15;
    for (ptrdiff_t c = 0; c < whole; c += 16) {
        __m256i sum0 = _mm256_setzero_si256(), sum1 = sum0;
        const int16_t *input = args->input + c;
        for (ptrdiff_t p = 0; p < args->pixels; p++, input += args->input_stride) {
            sum0 = _mm256_add_epi32(sum0, _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)input)));
            sum1 = _mm256_add_epi32(sum1, _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)(input + 8))));
        }
        const __m256 v0 = _mm256_mul_ps(_mm256_div_ps(_mm256_cvtepi32_ps(sum0), count), scale);
        const __m256 v1 = _mm256_mul_ps(_mm256_div_ps(_mm256_cvtepi32_ps(sum1), count), scale);
        const __m256i m0 = mant_limited_x8(v0, &limits), m1 = mant_limited_x8(v1, &limits);
        _mm256_storeu_si256((__m256i *)(args->output + c), mant_pack_x16(m0, m1));
    }
    uint64_t saturations = mant_saturations_x8(&limits);
    if (whole < args->channels) {
        mant_i16_gavgpool_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.channels -= whole;
        saturations += mant_i16_gavgpool__scalar(&rest);
    }
    return saturations;
}

#endif
