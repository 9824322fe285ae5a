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

/// The most rows that an epilogue writes at once.
enum { MANT_EPILOGUE_ROWS = 7 };

/// mant_limits in registers, and how many lanes were saturated (per lane; no call has 2^31 vectors).
typedef struct mant_limits_x16 {
    __m512 lower, upper, minimum, maximum;
    /// mant_integer_limits.
    __m512i least_i16, greatest_i16, certain_minimum, certain_maximum;
    int kind;
    __m512i count;
} mant_limits_x16;

/// `largest` as in mant_epilogue.
MANT_AVX512_INLINE mant_limits_x16 mant_limits_x16_make(const mant_limits *limits, float largest) {
    const mant_integer_limits integers = mant_integer_limits_make(limits, largest);
    return (mant_limits_x16){
        .lower = _mm512_set1_ps(limits->lower),
        .upper = _mm512_set1_ps(limits->upper),
        .minimum = _mm512_set1_ps(limits->minimum),
        .maximum = _mm512_set1_ps(limits->maximum),
        .least_i16 = _mm512_set1_epi16(integers.least),
        .greatest_i16 = _mm512_set1_epi16(integers.greatest),
        .certain_minimum = _mm512_set1_epi16(integers.certain_minimum),
        .certain_maximum = _mm512_set1_epi16(integers.certain_maximum),
        .kind = (int)integers.kind,
        .count = _mm512_setzero_si512(),
    };
}

/// The first `columns` of 16 lanes; all when there are more.
MANT_AVX512_INLINE __mmask16 mant_lanes(ptrdiff_t columns) {
    return columns >= 16 ? (__mmask16)0xFFFF : columns <= 0 ? (__mmask16)0 : (__mmask16)((1u << columns) - 1);
}

/// The sum of all lanes: l + l+8, l+4, l+2, l+1.
MANT_AVX512_INLINE float mant_folded_x16(__m512 v) {
    const __m256 a = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
    const __m128 b = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
    const __m128 c = _mm_add_ps(b, _mm_movehl_ps(b, b));
    return _mm_cvtss_f32(_mm_add_ss(c, _mm_movehdup_ps(c)));
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

/// Writes scaled results as mant_epilogue says, counting what is saturated.
MANT_AVX512_INLINE void mant_store_counted_x16(const mant_epilogue *e, mant_limits_x16 *limits, __m512 v, ptrdiff_t row,
                                               ptrdiff_t column, __mmask16 lanes) {
    _mm256_mask_storeu_epi16(e->output + row * e->output_stride + column, lanes, mant_limited_x16(v, lanes, limits));
}

/// 16 * nv results none of which is beyond int32: rounded, saturated to int16, in order.
MANT_AVX512_INLINE __m512i mant_packed_x32(const int nv, const __m512 *v) {
    const __m512i r0 = _mm512_cvtps_epi32(v[0]);
    // Packing works within 128-bit lanes; their quarters are brought in order afterwards.
    return _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7),
                                    _mm512_packs_epi32(r0, nv == 1 ? r0 : _mm512_cvtps_epi32(v[1])));
}

MANT_AVX512_INLINE void mant_store_packed_x32(const mant_epilogue *e, const mant_limits_x16 *l, __m512i packed,
                                              ptrdiff_t row, ptrdiff_t column, __mmask32 lanes) {
    _mm512_mask_storeu_epi16(e->output + row * e->output_stride + column, lanes,
                             _mm512_min_epi16(l->greatest_i16, _mm512_max_epi16(l->least_i16, packed)));
}

/// Whether results whose least and greatest these are may have to be counted as saturated.
MANT_AVX512_INLINE int mant_counts_x32(__m512i least, __m512i greatest, __mmask32 lanes, const mant_limits_x16 *l) {
    return (_mm512_mask_cmplt_epi16_mask(lanes, least, l->certain_minimum) |
            _mm512_mask_cmpgt_epi16_mask(lanes, greatest, l->certain_maximum)) != 0;
}

/// The epilogue of `rows` rows of 16 * nv columns from `column` on: sums of all chunks in, results out. Row i of them
/// is row + i.
MANT_AVX512_INLINE void mant_epilogue_rows_x16(const int rows, const int nv, const mant_epilogue *e,
                                               mant_limits_x16 *limits, __m512 (*sum)[2], ptrdiff_t row,
                                               ptrdiff_t column, ptrdiff_t column_end) {
    const __mmask16 lanes0 = mant_lanes(column_end - column), lanes1 = mant_lanes(column_end - column - 16);
    // With nv = 1 the upper half is no column of this tile.
    const __mmask32 lanes = nv == 1 ? (__mmask32)lanes0 : (__mmask32)lanes0 | (__mmask32)lanes1 << 16;
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < nv; v++) {
            sum[i][v] = mant_scaled_x16(e, sum[i][v], row + i, column + 16 * v, v == 0 ? lanes0 : lanes1);
        }
    }
    if (e->output != NULL && limits->kind != MANT_NOT_AS_INTEGERS) {
        __m512i packed[MANT_EPILOGUE_ROWS];
        __m512i least = _mm512_setzero_si512(), greatest = _mm512_setzero_si512();
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            packed[i] = mant_packed_x32(nv, sum[i]);
            least = _mm512_min_epi16(least, packed[i]);
            greatest = _mm512_max_epi16(greatest, packed[i]);
        }
        if (limits->kind == MANT_NEVER_SATURATES || !mant_counts_x32(least, greatest, lanes, limits)) {
#pragma clang loop unroll(full)
            for (int i = 0; i < rows; i++) {
                mant_store_packed_x32(e, limits, packed[i], row + i, column, lanes);
            }
            return;
        }
    }
    if (e->output == NULL) {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            float *output = e->output_f32 + (row + i) * e->output_stride + column;
            _mm512_mask_storeu_ps(output, lanes0, mant_clamped_x16(sum[i][0], limits));
            if (nv > 1) {
                _mm512_mask_storeu_ps(output + 16, lanes1, mant_clamped_x16(sum[i][1], limits));
            }
        }
        return;
    }
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x16 local = *limits;
#pragma clang loop unroll(disable)
    for (int i = 0; i < rows; i++) {
        mant_store_counted_x16(e, &local, sum[i][0], row + i, column, lanes0);
        if (nv > 1) {
            mant_store_counted_x16(e, &local, sum[i][1], row + i, column + 16, lanes1);
        }
    }
    limits->count = local.count;
}

#endif
