#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#include "vector.h"

MANT_AVX512 uint64_t mant_f32_quantize__avx512(const mant_f32_quantize_args *args) {
    mant_limits_x16 limits = mant_limits_x16_make(&args->limits, __builtin_inff());
    const __m512 scale = _mm512_set1_ps(args->scale);
    for (ptrdiff_t i = 0; i < args->count; i += 16) {
        const __mmask16 lanes = mant_lanes(args->count - i);
        const __m512 v = _mm512_mul_ps(_mm512_maskz_loadu_ps(lanes, args->input + i), scale);
        _mm256_mask_storeu_epi16(args->output + i, lanes, mant_limited_x16(v, lanes, &limits));
    }
    return mant_saturations_x16(&limits);
}

#endif
