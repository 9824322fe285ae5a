#include "kernels.h"

#if defined(__x86_64__)

#include "../scalar/math_inline.h"
#include "vector.h"

/// ln x of four positive finite normal numbers: log_wide of scalar/math.c, operation by operation.
MANT_AVX2_INLINE __m256d log_x4(__m256d x) {
    const __m256i bits = _mm256_castpd_si256(x);
    const __m256d one = _mm256_set1_pd(1.0);
    // The exponent field as the low bits of 2^52: subtracting leaves it as a float64, exact.
    const __m256i field = _mm256_or_si256(_mm256_srli_epi64(bits, 52), _mm256_set1_epi64x(0x4330000000000000));
    __m256d e = _mm256_sub_pd(_mm256_castsi256_pd(field), _mm256_set1_pd(0x1p52 + 1023.0));
    const __m256i fraction = _mm256_and_si256(bits, _mm256_set1_epi64x(0xFFFFFFFFFFFFF));
    __m256d m = _mm256_castsi256_pd(_mm256_or_si256(fraction, _mm256_set1_epi64x(0x3FF0000000000000)));
    const __m256d large = _mm256_cmp_pd(m, _mm256_set1_pd(MANT_LOG_WIDE_SQRT2), _CMP_GT_OQ);
    m = _mm256_blendv_pd(m, _mm256_mul_pd(m, _mm256_set1_pd(0.5)), large);
    e = _mm256_blendv_pd(e, _mm256_add_pd(e, one), large);
    const __m256d s = _mm256_div_pd(_mm256_sub_pd(m, one), _mm256_add_pd(m, one));
    const __m256d z = _mm256_mul_pd(s, s);
    __m256d p = _mm256_set1_pd(MANT_LOG_WIDE_FIRST);
#define TERM(C) p = _mm256_add_pd(_mm256_mul_pd(p, z), _mm256_set1_pd(C));
    MANT_LOG_WIDE_TERMS(TERM)
#undef TERM
    const __m256d series = _mm256_mul_pd(_mm256_mul_pd(_mm256_set1_pd(2.0), s), p);
    return _mm256_add_pd(series, _mm256_mul_pd(e, _mm256_set1_pd(MANT_LOG_WIDE_LN2)));
}

/// e^x of four numbers: exp_wide of scalar/math.c, operation by operation.
MANT_AVX2_INLINE __m256d exp_x4(__m256d x) {
    const __m256d magic = _mm256_set1_pd(MANT_EXP_WIDE_MAGIC);
    x = _mm256_max_pd(_mm256_set1_pd(-MANT_EXP_WIDE_LIMIT), x);
    x = _mm256_min_pd(_mm256_set1_pd(MANT_EXP_WIDE_LIMIT), x);
    const __m256d shifted = _mm256_add_pd(_mm256_mul_pd(x, _mm256_set1_pd(MANT_EXP_WIDE_LOG2E)), magic);
    const __m256d n = _mm256_sub_pd(shifted, magic);
    const __m256i i = _mm256_sub_epi64(_mm256_castpd_si256(shifted), _mm256_castpd_si256(magic));
    __m256d r = _mm256_sub_pd(x, _mm256_mul_pd(n, _mm256_set1_pd(MANT_EXP_WIDE_LN2_HIGH)));
    r = _mm256_sub_pd(r, _mm256_mul_pd(n, _mm256_set1_pd(MANT_EXP_WIDE_LN2_LOW)));
    __m256d p = _mm256_set1_pd(MANT_EXP_WIDE_FIRST);
#define TERM(C) p = _mm256_add_pd(_mm256_mul_pd(p, r), _mm256_set1_pd(C));
    MANT_EXP_WIDE_TERMS(TERM)
#undef TERM
    const __m256i power = _mm256_slli_epi64(_mm256_add_epi64(i, _mm256_set1_epi64x(1023)), 52);
    return _mm256_mul_pd(p, _mm256_castsi256_pd(power));
}

/// mant_powf of eight bases, each positive and finite.
MANT_AVX2_INLINE __m256 pow_x8(__m256 base, float exponent) {
    const __m256d y = _mm256_set1_pd((double)exponent);
    const __m256d low = _mm256_cvtps_pd(_mm256_castps256_ps128(base));
    const __m256d high = _mm256_cvtps_pd(_mm256_extractf128_ps(base, 1));
    const __m128 p0 = _mm256_cvtpd_ps(exp_x4(_mm256_mul_pd(log_x4(low), y)));
    const __m128 p1 = _mm256_cvtpd_ps(exp_x4(_mm256_mul_pd(log_x4(high), y)));
    return _mm256_insertf128_ps(_mm256_castps128_ps256(p0), p1, 1);
}

/// mant_powf of eight bases.
MANT_AVX2_INLINE __m256 general_power(__m256 base, float exponent) {
    const __m256 infinity = _mm256_castsi256_ps(_mm256_set1_epi32(0x7F800000));
    const __m256 usual =
        _mm256_and_ps(_mm256_cmp_ps(base, _mm256_setzero_ps(), _CMP_GT_OQ), _mm256_cmp_ps(base, infinity, _CMP_LT_OQ));
    // 0 times an infinite exponent would be NaN where a base is 1.
    const int is_finite = exponent - exponent == 0.0f;
    if (_mm256_movemask_ps(usual) == 0xFF && is_finite) {
        return pow_x8(base, exponent);
    }
    float lanes[8];
    _mm256_storeu_ps(lanes, base);
    for (int l = 0; l < 8; l++) {
        lanes[l] = mant_powf(lanes[l], exponent);
    }
    return _mm256_loadu_ps(lanes);
}

/// base^-0.75 by roots.
MANT_AVX2_INLINE __m256 root_power(__m256 base) {
    const __m256 root = _mm256_sqrt_ps(base);
    return _mm256_div_ps(_mm256_set1_ps(1.0f), _mm256_mul_ps(root, _mm256_sqrt_ps(root)));
}

/// Four sums of squares as float32, rounded once: below 2^52 an int64 becomes float64 exactly.
MANT_AVX2_INLINE __m128 sums_x4(const int64_t *sums) {
    const __m256d two52 = _mm256_set1_pd(0x1p52);
    const __m256i field = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)sums), _mm256_castpd_si256(two52));
    return _mm256_cvtpd_ps(_mm256_sub_pd(_mm256_castsi256_pd(field), two52));
}

MANT_AVX2 uint64_t mant_i16_lrn__avx2(const mant_i16_lrn_args *args) {
    enum { BLOCK = 8 };
    const ptrdiff_t before = (args->size - 1) / 2, after = args->size / 2;
    const __m256 alpha = _mm256_set1_ps(args->alpha_scale), bias = _mm256_set1_ps(args->bias);
    const __m256 scale = _mm256_set1_ps(args->scale);
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        int64_t sum = 0;
        for (ptrdiff_t c = 0; c < after && c < args->channels; c++) {
            sum += (int64_t)input[c] * input[c];
        }
        for (ptrdiff_t block = 0; block < args->channels; block += BLOCK) {
            const ptrdiff_t count = args->channels - block < BLOCK ? args->channels - block : BLOCK;
            int64_t sums[BLOCK] = {0};
            int16_t x[BLOCK] = {0};
            for (ptrdiff_t l = 0; l < count; l++) {
                const ptrdiff_t c = block + l;
                if (c + after < args->channels) {
                    sum += (int64_t)input[c + after] * input[c + after];
                }
                if (c - before > 0) {
                    sum -= (int64_t)input[c - before - 1] * input[c - before - 1];
                }
                sums[l] = sum;
                x[l] = input[c];
            }
            const __m256 s = _mm256_insertf128_ps(_mm256_castps128_ps256(sums_x4(sums)), sums_x4(sums + 4), 1);
            const __m256 base = _mm256_add_ps(_mm256_mul_ps(s, alpha), bias);
            const __m256 power = args->beta == 0.75f ? root_power(base) : general_power(base, -args->beta);
            const __m256 v = _mm256_mul_ps(_mm256_mul_ps(mant_load_x8(x), power), scale);
            // Lanes beyond the last channel are counted apart and masked out.
            mant_limits_x8 apart = limits;
            apart.count = _mm256_setzero_si256();
            const __m256i m = mant_limited_x8(v, &apart);
            limits.count = _mm256_add_epi32(limits.count, _mm256_and_si256(apart.count, mant_lanes_x8(count)));
            _mm_storeu_si128((__m128i *)x, _mm256_castsi256_si128(mant_pack_x16(m, m)));
            memcpy(output + block, x, (size_t)count * sizeof(int16_t));
        }
    }
    return mant_saturations_x8(&limits);
}

#endif
