/// What the AVX2 kernels share: eight lanes of the scalar definitions in scalar/epilogue.h.
#pragma once

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#include "../scalar/epilogue.h"

#pragma STDC FP_CONTRACT OFF

#define MANT_AVX2 __attribute__((target("avx2")))
#define MANT_AVX2_INLINE static inline __attribute__((always_inline, target("avx2")))

/// The most rows that an epilogue writes at once.
enum { MANT_EPILOGUE_ROWS = 6 };

/// mant_limits in registers, and how many lanes were saturated (negated, per lane).
typedef struct mant_limits_x8 {
    __m256 lower, upper, minimum, maximum;
    /// As int16: mant_integer_limits, and the format's.
    __m256i least_i16, greatest_i16, minimum_i16, maximum_i16;
    int kind;
    __m256i count;
} mant_limits_x8;

/// `largest` as in mant_epilogue; infinity where results are not known to fit int32.
MANT_AVX2_INLINE mant_limits_x8 mant_limits_x8_make(const mant_limits *limits, float largest) {
    const mant_integer_limits integers = mant_integer_limits_make(limits, largest);
    return (mant_limits_x8){
        .lower = _mm256_set1_ps(limits->lower),
        .upper = _mm256_set1_ps(limits->upper),
        .minimum = _mm256_set1_ps(limits->minimum),
        .maximum = _mm256_set1_ps(limits->maximum),
        .least_i16 = _mm256_set1_epi16(integers.least),
        .greatest_i16 = _mm256_set1_epi16(integers.greatest),
        .minimum_i16 = _mm256_set1_epi16(limits->minimum),
        .maximum_i16 = _mm256_set1_epi16(limits->maximum),
        .kind = (int)integers.kind,
        .count = _mm256_setzero_si256(),
    };
}

/// v < lower ? lower : v, then v > upper ? upper : v. maxps(a, b) is a > b ? a : b: the order of operands decides what
/// becomes of -0 and NaN.
MANT_AVX2_INLINE __m256 mant_clamped_x8(__m256 v, const mant_limits_x8 *l) {
    return _mm256_min_ps(l->upper, _mm256_max_ps(l->lower, v));
}

/// mant_limited on eight lanes, as int32. Counting per lane cannot wrap: no call has 2^31 vectors.
MANT_AVX2_INLINE __m256i mant_limited_x8(__m256 v, mant_limits_x8 *l) {
    v = _mm256_and_ps(v, _mm256_cmp_ps(v, v, _CMP_ORD_Q));
    v = mant_clamped_x8(v, l);
    const __m256 r = _mm256_round_ps(v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m256 s = _mm256_min_ps(_mm256_max_ps(r, l->minimum), l->maximum);
    l->count = _mm256_add_epi32(l->count, _mm256_castps_si256(_mm256_cmp_ps(s, r, _CMP_NEQ_OQ)));
    return _mm256_cvtps_epi32(s);
}

/// Sixteen int32, saturated to int16, in order.
MANT_AVX2_INLINE __m256i mant_pack_x16(__m256i low, __m256i high) {
    return _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xD8);
}

/// Whether results whose least and greatest these are may have to be counted as saturated. What was beyond int16 stands
/// at its ends, and is looked at again.
MANT_AVX2_INLINE int mant_counts_x16(__m256i least, __m256i greatest, const mant_limits_x8 *l) {
    if (l->kind != MANT_MAY_SATURATE) {
        return l->kind == MANT_NOT_AS_INTEGERS;
    }
    const __m256i outside =
        _mm256_or_si256(_mm256_cmpgt_epi16(l->minimum_i16, least),
                        _mm256_or_si256(_mm256_cmpgt_epi16(greatest, l->maximum_i16),
                                        _mm256_cmpeq_epi16(greatest, _mm256_set1_epi16(INT16_MAX))));
    return !_mm256_testz_si256(outside, outside);
}

MANT_AVX2_INLINE __m256i mant_clamped_i16(__m256i v, const mant_limits_x8 *l) {
    return _mm256_min_epi16(l->greatest_i16, _mm256_max_epi16(l->least_i16, v));
}

MANT_AVX2_INLINE uint64_t mant_saturations_x8(const mant_limits_x8 *l) {
    int32_t lanes[8];
    _mm256_storeu_si256((__m256i *)lanes, l->count);
    uint64_t sum = 0;
    for (int i = 0; i < 8; i++) {
        sum += (uint64_t)(-(int64_t)lanes[i]);
    }
    return sum;
}

/// Eight int16 as float, exact.
MANT_AVX2_INLINE __m256 mant_load_x8(const int16_t *p) {
    return _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)p)));
}

/// The first `columns` of eight lanes.
MANT_AVX2_INLINE __m256i mant_lanes_x8(ptrdiff_t columns) {
    const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const int32_t count = columns < 0 ? 0 : columns > 8 ? 8 : (int32_t)columns;
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), index);
}

/// The epilogue for `columns` columns (at most 16) from `column` on: sums of all chunks in, results out. Fewer than 16
/// pass through local memory, so that nothing beyond them is read, written or counted.
MANT_AVX2_INLINE void mant_epilogue_x16(const mant_epilogue *e, mant_limits_x8 *limits, __m256 sum0, __m256 sum1,
                                        ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns) {
    __m256 v0 = _mm256_mul_ps(sum0, _mm256_loadu_ps(e->scale + column));
    __m256 v1 = _mm256_mul_ps(sum1, _mm256_loadu_ps(e->scale + column + 8));
    if (e->residual != NULL) {
        const int16_t *residual = e->residual + row * e->residual_stride + column;
        int16_t copy[16] = {0};
        if (columns < 16) {
            memcpy(copy, residual, (size_t)columns * sizeof(int16_t));
            residual = copy;
        }
        const __m256 scale = _mm256_set1_ps(e->residual_scale);
        v0 = _mm256_add_ps(v0, _mm256_mul_ps(mant_load_x8(residual), scale));
        v1 = _mm256_add_ps(v1, _mm256_mul_ps(mant_load_x8(residual + 8), scale));
    }
    if (e->output == NULL) {
        float *output = e->output_f32 + row * e->output_stride + column;
        v0 = mant_clamped_x8(v0, limits);
        v1 = mant_clamped_x8(v1, limits);
        if (columns >= 16) {
            _mm256_storeu_ps(output, v0);
            _mm256_storeu_ps(output + 8, v1);
        } else {
            _mm256_maskstore_ps(output, mant_lanes_x8(columns), v0);
            _mm256_maskstore_ps(output + 8, mant_lanes_x8(columns - 8), v1);
        }
        return;
    }
    int16_t *output = e->output + row * e->output_stride + column;
    if (columns >= 16) {
        __m256i m = mant_pack_x16(_mm256_cvtps_epi32(v0), _mm256_cvtps_epi32(v1));
        if (mant_counts_x16(m, m, limits)) {
            m = mant_pack_x16(mant_limited_x8(v0, limits), mant_limited_x8(v1, limits));
        }
        _mm256_storeu_si256((__m256i *)output, mant_clamped_i16(m, limits));
        return;
    }
    // Lanes beyond the last column hold anything: they are counted apart and masked out.
    mant_limits_x8 apart = *limits;
    apart.count = _mm256_setzero_si256();
    const __m256i m0 = mant_limited_x8(v0, &apart);
    limits->count = _mm256_add_epi32(limits->count, _mm256_and_si256(apart.count, mant_lanes_x8(columns)));
    apart.count = _mm256_setzero_si256();
    const __m256i m1 = mant_limited_x8(v1, &apart);
    limits->count = _mm256_add_epi32(limits->count, _mm256_and_si256(apart.count, mant_lanes_x8(columns - 8)));
    int16_t copy[16];
    _mm256_storeu_si256((__m256i *)copy, mant_pack_x16(m0, m1));
    memcpy(output, copy, (size_t)columns * sizeof(int16_t));
}

/// mant_epilogue_x16 for `rows` rows from `row` on.
MANT_AVX2_INLINE void mant_epilogue_rows_x16(const int rows, const mant_epilogue *e, mant_limits_x8 *limits,
                                             __m256 (*sum)[2], ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns) {
    if (columns >= 16 && e->output != NULL && e->residual == NULL && limits->kind != MANT_NOT_AS_INTEGERS) {
        const __m256 scale0 = _mm256_loadu_ps(e->scale + column), scale1 = _mm256_loadu_ps(e->scale + column + 8);
        __m256i packed[MANT_EPILOGUE_ROWS];
        __m256i least = _mm256_setzero_si256(), greatest = _mm256_setzero_si256();
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            packed[i] = mant_pack_x16(_mm256_cvtps_epi32(_mm256_mul_ps(sum[i][0], scale0)),
                                      _mm256_cvtps_epi32(_mm256_mul_ps(sum[i][1], scale1)));
            least = _mm256_min_epi16(least, packed[i]);
            greatest = _mm256_max_epi16(greatest, packed[i]);
        }
        if (!mant_counts_x16(least, greatest, limits)) {
#pragma clang loop unroll(full)
            for (int i = 0; i < rows; i++) {
                _mm256_storeu_si256((__m256i *)(e->output + (row + i) * e->output_stride + column),
                                    mant_clamped_i16(packed[i], limits));
            }
            return;
        }
    }
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x8 local = *limits;
#pragma clang loop unroll(disable)
    for (int i = 0; i < rows; i++) {
        mant_epilogue_x16(e, &local, sum[i][0], sum[i][1], row + i, column, columns);
    }
    limits->count = local.count;
}

#endif
