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
    /// As in mant_limit_bounds.
    __m512 least, greatest, saturates_below, saturates_above;
    __m512i count;
} mant_limits_x16;

MANT_AVX512_INLINE mant_limits_x16 mant_limits_x16_make(const mant_limits *limits) {
    const mant_limit_bounds bounds = mant_limit_bounds_make(limits);
    return (mant_limits_x16){
        .lower = _mm512_set1_ps(limits->lower),
        .upper = _mm512_set1_ps(limits->upper),
        .minimum = _mm512_set1_ps(limits->minimum),
        .maximum = _mm512_set1_ps(limits->maximum),
        .least = _mm512_set1_ps(bounds.least),
        .greatest = _mm512_set1_ps(bounds.greatest),
        .saturates_below = _mm512_set1_ps(bounds.saturates_below),
        .saturates_above = _mm512_set1_ps(bounds.saturates_above),
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

/// Chunk sums to scaled results, residual included: what mant_epilogue calls v before clamping.
MANT_AVX512_INLINE __m512 mant_scaled_x16(const mant_epilogue *e, __m512 sum, ptrdiff_t row, ptrdiff_t column,
                                          __mmask16 lanes) {
    __m512 v = _mm512_mul_ps(sum, _mm512_loadu_ps(e->scale + column));
    if (e->residual != NULL) {
        const int16_t *residual = e->residual + row * e->residual_stride + column;
        const __m512i r = _mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(lanes, residual));
        v = _mm512_add_ps(v, _mm512_mul_ps(_mm512_cvtepi32_ps(r), _mm512_set1_ps(e->residual_scale)));
    }
    return v;
}

/// The least and the greatest of some values.
typedef struct mant_range_x16 {
    __m512 least, greatest;
} mant_range_x16;

MANT_AVX512_INLINE mant_range_x16 mant_range_x16_make(void) {
    return (mant_range_x16){.least = _mm512_setzero_ps(), .greatest = _mm512_setzero_ps()};
}

MANT_AVX512_INLINE void mant_range_x16_add(mant_range_x16 *range, __m512 v) {
    range->least = _mm512_min_ps(range->least, v);
    range->greatest = _mm512_max_ps(range->greatest, v);
}

/// Whether one of the values may have to be counted as saturated. Sums and scales are finite, so that no value is NaN.
MANT_AVX512_INLINE int mant_may_saturate_x16(const mant_range_x16 *range, const mant_limits_x16 *l) {
    return (_mm512_cmp_ps_mask(range->least, l->saturates_below, _CMP_LE_OQ) |
            _mm512_cmp_ps_mask(range->greatest, l->saturates_above, _CMP_GE_OQ)) != 0;
}

/// mant_limited on sixteen values none of which is NaN, without counting.
MANT_AVX512_INLINE __m512i mant_rounded_x16(__m512 v, const mant_limits_x16 *l) {
    return _mm512_cvtps_epi32(_mm512_min_ps(l->greatest, _mm512_max_ps(l->least, v)));
}

/// Writes one row of 16 * nv results from `column` on; the lanes say which of them exist.
MANT_AVX512_INLINE void mant_store_row(const int nv, const mant_epilogue *e, const __m512 *v, ptrdiff_t row,
                                       ptrdiff_t column, __mmask16 lanes0, __mmask16 lanes1, const mant_limits_x16 *l) {
    int16_t *output = e->output + row * e->output_stride + column;
    const __m512i r0 = mant_rounded_x16(v[0], l);
    if (nv == 1) {
        _mm256_mask_storeu_epi16(output, lanes0, _mm512_cvtepi32_epi16(r0));
        return;
    }
    // Packing works within 128-bit lanes; their quarters are brought in order afterwards.
    const __m512i packed = _mm512_packs_epi32(r0, mant_rounded_x16(v[1], l));
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    _mm512_mask_storeu_epi16(output, (__mmask32)lanes0 | (__mmask32)lanes1 << 16,
                             _mm512_permutexvar_epi64(order, packed));
}

/// Writes scaled results as mant_epilogue says, counting what is saturated: for the few rows that need it, and float32.
MANT_AVX512_INLINE void mant_store_counted_x16(const mant_epilogue *e, mant_limits_x16 *limits, __m512 v, ptrdiff_t row,
                                               ptrdiff_t column, __mmask16 lanes) {
    if (e->output != NULL) {
        _mm256_mask_storeu_epi16(e->output + row * e->output_stride + column, lanes,
                                 mant_limited_x16(v, lanes, limits));
    } else {
        _mm512_mask_storeu_ps(e->output_f32 + row * e->output_stride + column, lanes, mant_clamped_x16(v, limits));
    }
}

#endif
