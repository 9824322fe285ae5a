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
    /// mant_integer_limits.
    __m256i least_i16, greatest_i16, certain_minimum, certain_maximum;
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
        .certain_minimum = _mm256_set1_epi16(integers.certain_minimum),
        .certain_maximum = _mm256_set1_epi16(integers.certain_maximum),
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

/// Whether results whose least and greatest these are may have to be counted as saturated.
MANT_AVX2_INLINE int mant_counts_x16(__m256i least, __m256i greatest, const mant_limits_x8 *l) {
    if (l->kind != MANT_MAY_SATURATE) {
        return l->kind == MANT_NOT_AS_INTEGERS;
    }
    const __m256i outside = _mm256_or_si256(_mm256_cmpgt_epi16(l->certain_minimum, least),
                                            _mm256_cmpgt_epi16(greatest, l->certain_maximum));
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

/// The first `columns` of sixteen lanes of int16.
MANT_AVX2_INLINE __m256i mant_lanes_i16(ptrdiff_t columns) {
    const __m256i index = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const int16_t count = columns < 0 ? 0 : columns > 16 ? 16 : (int16_t)columns;
    return _mm256_cmpgt_epi16(_mm256_set1_epi16(count), index);
}

/// Sums of all chunks to scaled results, residual included: what mant_epilogue calls v before clamping. At most 16
/// columns; fewer pass through local memory, so that nothing beyond them is read.
MANT_AVX2_INLINE void mant_scaled_x16(const mant_epilogue *e, __m256 *v, ptrdiff_t row, ptrdiff_t column,
                                      ptrdiff_t columns) {
    v[0] = _mm256_mul_ps(v[0], _mm256_loadu_ps(e->scale + column));
    v[1] = _mm256_mul_ps(v[1], _mm256_loadu_ps(e->scale + column + 8));
    if (e->residual != NULL) {
        const int16_t *residual = e->residual + row * e->residual_stride + column;
        int16_t copy[16] = {0};
        if (columns < 16) {
            memcpy(copy, residual, (size_t)columns * sizeof(int16_t));
            residual = copy;
        }
        const __m256 scale = _mm256_set1_ps(e->residual_scale);
        v[0] = _mm256_add_ps(v[0], _mm256_mul_ps(mant_load_x8(residual), scale));
        v[1] = _mm256_add_ps(v[1], _mm256_mul_ps(mant_load_x8(residual + 8), scale));
    }
}

MANT_AVX2_INLINE void mant_store_columns(int16_t *output, __m256i v, ptrdiff_t columns) {
    if (columns >= 16) {
        _mm256_storeu_si256((__m256i *)output, v);
        return;
    }
    int16_t copy[16];
    _mm256_storeu_si256((__m256i *)copy, v);
    memcpy(output, copy, (size_t)columns * sizeof(int16_t));
}

/// Writes scaled results as mant_epilogue says, counting what is saturated: where that may be, and for float32. At most
/// 16 columns; nothing beyond them is written or counted.
MANT_AVX2_INLINE void mant_store_counted_x16(const mant_epilogue *e, mant_limits_x8 *limits, const __m256 *v,
                                             ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns) {
    if (e->output == NULL) {
        float *output = e->output_f32 + row * e->output_stride + column;
        _mm256_maskstore_ps(output, mant_lanes_x8(columns), mant_clamped_x8(v[0], limits));
        _mm256_maskstore_ps(output + 8, mant_lanes_x8(columns - 8), mant_clamped_x8(v[1], limits));
        return;
    }
    // Lanes beyond the last column hold anything: they are counted apart and masked out.
    mant_limits_x8 apart = *limits;
    apart.count = _mm256_setzero_si256();
    const __m256i m0 = mant_limited_x8(v[0], &apart);
    limits->count = _mm256_add_epi32(limits->count, _mm256_and_si256(apart.count, mant_lanes_x8(columns)));
    apart.count = _mm256_setzero_si256();
    const __m256i m1 = mant_limited_x8(v[1], &apart);
    limits->count = _mm256_add_epi32(limits->count, _mm256_and_si256(apart.count, mant_lanes_x8(columns - 8)));
    mant_store_columns(e->output + row * e->output_stride + column, mant_pack_x16(m0, m1), columns);
}

/// Writes `rows` rows of scaled results, counting nothing; 0 if something may have to be counted, and nothing is
/// written.
MANT_AVX2_INLINE int mant_store_packed_rows_x16(const int rows, const int whole, const mant_epilogue *e,
                                                const mant_limits_x8 *limits, __m256 (*v)[2], ptrdiff_t row,
                                                ptrdiff_t column, ptrdiff_t columns) {
    __m256i packed[MANT_EPILOGUE_ROWS];
    __m256i least = _mm256_setzero_si256(), greatest = _mm256_setzero_si256();
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        packed[i] = mant_pack_x16(_mm256_cvtps_epi32(v[i][0]), _mm256_cvtps_epi32(v[i][1]));
        least = _mm256_min_epi16(least, packed[i]);
        greatest = _mm256_max_epi16(greatest, packed[i]);
    }
    if (!whole) {
        // Lanes beyond the last column hold anything.
        const __m256i lanes = mant_lanes_i16(columns);
        least = _mm256_and_si256(least, lanes);
        greatest = _mm256_and_si256(greatest, lanes);
    }
    if (mant_counts_x16(least, greatest, limits)) {
        return 0;
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        mant_store_columns(e->output + (row + i) * e->output_stride + column, mant_clamped_i16(packed[i], limits),
                           whole ? 16 : columns);
    }
    return 1;
}

/// The epilogue of `rows` rows of `columns` columns (at most 16) from `column` on: sums of all chunks in, results out.
/// Row i of them is row + i.
MANT_AVX2_INLINE void mant_epilogue_rows_x16(const int rows, const mant_epilogue *e, mant_limits_x8 *limits,
                                             __m256 (*sum)[2], ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns) {
    const int as_integers = e->output != NULL && limits->kind != MANT_NOT_AS_INTEGERS;
    if (as_integers && e->residual == NULL && columns >= 16) {
        const __m256 scale0 = _mm256_loadu_ps(e->scale + column), scale1 = _mm256_loadu_ps(e->scale + column + 8);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            sum[i][0] = _mm256_mul_ps(sum[i][0], scale0);
            sum[i][1] = _mm256_mul_ps(sum[i][1], scale1);
        }
        if (mant_store_packed_rows_x16(rows, 1, e, limits, sum, row, column, columns)) {
            return;
        }
    } else {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            mant_scaled_x16(e, sum[i], row + i, column, columns);
        }
        if (as_integers && mant_store_packed_rows_x16(rows, 0, e, limits, sum, row, column, columns)) {
            return;
        }
    }
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x8 local = *limits;
#pragma clang loop unroll(disable)
    for (int i = 0; i < rows; i++) {
        mant_store_counted_x16(e, &local, sum[i], row + i, column, columns);
    }
    limits->count = local.count;
}

#endif
