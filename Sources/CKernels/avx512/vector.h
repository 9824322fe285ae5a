/// What the AVX-512 kernels share: sixteen lanes of the scalar definitions in scalar/epilogue.h. Tails are masked, so
/// that nothing beyond the last column is written or counted.
///
/// Include after defining MANT_TARGET, the target attribute's string: inlining needs the same target in every
/// function, and the VNNI kernels have one of their own.
#pragma once

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "../scalar/epilogue.h"

#pragma STDC FP_CONTRACT OFF

#define MANT_AVX512 __attribute__((target(MANT_TARGET)))
#define MANT_AVX512_INLINE static inline __attribute__((always_inline, target(MANT_TARGET)))

/// mant_limits in registers, and how many lanes were saturated (per lane; no call has 2^31 vectors).
typedef struct mant_limits_x16 {
    __m512 lower, upper, minimum, maximum;
    __m512i count;
} mant_limits_x16;

MANT_AVX512_INLINE mant_limits_x16 mant_limits_x16_make(const mant_limits *limits) {
    return (mant_limits_x16){
        .lower = _mm512_set1_ps(limits->lower),
        .upper = _mm512_set1_ps(limits->upper),
        .minimum = _mm512_set1_ps(limits->minimum),
        .maximum = _mm512_set1_ps(limits->maximum),
        .count = _mm512_setzero_si512(),
    };
}

/// The first `columns` of 16 lanes; all when there are more.
MANT_AVX512_INLINE __mmask16 mant_lanes(ptrdiff_t columns) {
    return columns >= 16 ? (__mmask16)0xFFFF : columns <= 0 ? (__mmask16)0 : (__mmask16)((1u << columns) - 1);
}

/// v < lower ? lower : v, then v > upper ? upper : v; see mant_clamped_x8 on the order of operands.
MANT_AVX512_INLINE __m512 mant_clamped_x16(__m512 v, const mant_limits_x16 *l) {
    return _mm512_min_ps(l->upper, _mm512_max_ps(l->lower, v));
}

/// mant_limited on sixteen lanes; counts those in `lanes`.
MANT_AVX512_INLINE __m256i mant_limited_x16(__m512 v, __mmask16 lanes, mant_limits_x16 *l) {
    v = _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(v, v, _CMP_ORD_Q), v);
    v = mant_clamped_x16(v, l);
    const __m512 r = _mm512_roundscale_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 s = _mm512_min_ps(_mm512_max_ps(r, l->minimum), l->maximum);
    const __mmask16 saturated = _mm512_mask_cmp_ps_mask(lanes, s, r, _CMP_NEQ_OQ);
    l->count = _mm512_mask_add_epi32(l->count, saturated, l->count, _mm512_set1_epi32(1));
    return _mm512_cvtepi32_epi16(_mm512_cvtps_epi32(s));
}

MANT_AVX512_INLINE uint64_t mant_saturations_x16(const mant_limits_x16 *l) {
    int32_t lanes[16];
    _mm512_storeu_si512(lanes, l->count);
    uint64_t sum = 0;
    for (int i = 0; i < 16; i++) {
        sum += (uint64_t)lanes[i];
    }
    return sum;
}

/// The epilogue for up to 16 columns from `column` on: sums of all chunks in, results out.
MANT_AVX512_INLINE void mant_epilogue_x16(const mant_epilogue *e, mant_limits_x16 *limits, __m512 sum, ptrdiff_t row,
                                          ptrdiff_t column, __mmask16 lanes) {
    __m512 v = _mm512_mul_ps(sum, _mm512_loadu_ps(e->scale + column));
    if (e->residual != NULL) {
        const int16_t *residual = e->residual + row * e->residual_stride + column;
        const __m512i r = _mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(lanes, residual));
        v = _mm512_add_ps(v, _mm512_mul_ps(_mm512_cvtepi32_ps(r), _mm512_set1_ps(e->residual_scale)));
    }
    if (e->output != NULL) {
        _mm256_mask_storeu_epi16(e->output + row * e->output_stride + column, lanes,
                                 mant_limited_x16(v, lanes, limits));
    } else {
        _mm512_mask_storeu_ps(e->output_f32 + row * e->output_stride + column, lanes, mant_clamped_x16(v, limits));
    }
}

#endif
