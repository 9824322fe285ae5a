#include "kernels.h"

#if defined(__x86_64__)

#include "../scalar/math_inline.h"
#include "vector.h"

/// mant_expf_inline on eight lanes, operation by operation.
MANT_AVX2_INLINE __m256 exp_x8(__m256 x) {
    const __m256 magic = _mm256_set1_ps(MANT_EXP_MAGIC);
    const __m256 shifted = _mm256_add_ps(_mm256_mul_ps(x, _mm256_set1_ps(MANT_EXP_LOG2E)), magic);
    const __m256 n = _mm256_sub_ps(shifted, magic);
    const __m256i i = _mm256_sub_epi32(_mm256_castps_si256(shifted), _mm256_set1_epi32(0x4B400000));
    __m256 r = _mm256_sub_ps(x, _mm256_mul_ps(n, _mm256_set1_ps(MANT_EXP_LN2_HIGH)));
    r = _mm256_sub_ps(r, _mm256_mul_ps(n, _mm256_set1_ps(MANT_EXP_LN2_LOW)));
    __m256 q = _mm256_set1_ps(MANT_EXP_Q4);
    q = _mm256_add_ps(_mm256_mul_ps(q, r), _mm256_set1_ps(MANT_EXP_Q3));
    q = _mm256_add_ps(_mm256_mul_ps(q, r), _mm256_set1_ps(MANT_EXP_Q2));
    q = _mm256_add_ps(_mm256_mul_ps(q, r), _mm256_set1_ps(MANT_EXP_Q1));
    q = _mm256_add_ps(_mm256_mul_ps(q, r), _mm256_set1_ps(MANT_EXP_Q0));
    const __m256 square = _mm256_mul_ps(r, r);
    const __m256 p = _mm256_add_ps(_mm256_add_ps(_mm256_mul_ps(square, q), r), _mm256_set1_ps(1.0f));
    const __m256i bias = _mm256_set1_epi32(127);
    const __m256i half = _mm256_srai_epi32(i, 1);
    const __m256i first = _mm256_slli_epi32(_mm256_add_epi32(half, bias), 23);
    const __m256i second = _mm256_slli_epi32(_mm256_add_epi32(_mm256_sub_epi32(i, half), bias), 23);
    __m256 y = _mm256_mul_ps(_mm256_mul_ps(p, _mm256_castsi256_ps(first)), _mm256_castsi256_ps(second));
    const __m256 underflows = _mm256_cmp_ps(x, _mm256_set1_ps(MANT_EXP_UNDERFLOW), _CMP_LT_OQ);
    const __m256 overflows = _mm256_cmp_ps(x, _mm256_set1_ps(MANT_EXP_OVERFLOW), _CMP_GT_OQ);
    const __m256 infinity = _mm256_castsi256_ps(_mm256_set1_epi32(0x7F800000));
    const __m256 nan = _mm256_castsi256_ps(_mm256_set1_epi32(0x7FC00000));
    y = _mm256_andnot_ps(underflows, y);
    y = _mm256_blendv_ps(y, infinity, overflows);
    return _mm256_blendv_ps(nan, y, _mm256_cmp_ps(x, y, _CMP_ORD_Q));
}

MANT_AVX2 void mant_f32_softmax__avx2(const mant_f32_softmax_args *args) {
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const float *input = args->input + i * args->input_stride;
        float *output = args->output + i * args->output_stride;
        float largest = args->columns > 0 ? input[0] : 0.0f;
        if (whole > 0) {
            // The maximum has no rounding: any order gives it. (A NaN makes the whole row NaN in every order.)
            __m256 m = _mm256_set1_ps(largest);
            for (ptrdiff_t j = 0; j < whole; j += 8) {
                m = _mm256_max_ps(_mm256_loadu_ps(input + j), m);
            }
            float lanes[8];
            _mm256_storeu_ps(lanes, m);
            for (int l = 0; l < 8; l++) {
                largest = lanes[l] > largest ? lanes[l] : largest;
            }
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            largest = input[j] > largest ? input[j] : largest;
        }
        const __m256 shift = _mm256_set1_ps(largest);
        __m256 sum0 = _mm256_setzero_ps(), sum1 = sum0;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const __m256 e0 = exp_x8(_mm256_sub_ps(_mm256_loadu_ps(input + j), shift));
            const __m256 e1 = exp_x8(_mm256_sub_ps(_mm256_loadu_ps(input + j + 8), shift));
            _mm256_storeu_ps(output + j, e0);
            _mm256_storeu_ps(output + j + 8, e1);
            sum0 = _mm256_add_ps(sum0, e0);
            sum1 = _mm256_add_ps(sum1, e1);
        }
        float lanes[16];
        _mm256_storeu_ps(lanes, sum0);
        _mm256_storeu_ps(lanes + 8, sum1);
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            const float e = mant_expf_inline(input[j] - largest);
            output[j] = e;
            lanes[j & 15] += e;
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] = lanes[l] + lanes[l + half];
            }
        }
        if (args->probabilities != NULL) {
            const float scale = 32768.0f / lanes[0];
            const __m256 scales = _mm256_set1_ps(scale);
            int16_t *probabilities = args->probabilities + i * args->probabilities_stride;
            for (ptrdiff_t j = 0; j < whole; j += 16) {
                // Not below 0 but where NaN became INT32_MIN.
                const __m256i p0 = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(output + j), scales));
                const __m256i p1 = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(output + j + 8), scales));
                const __m256i p = _mm256_max_epi16(mant_pack_x16(p0, p1), _mm256_setzero_si256());
                _mm256_storeu_si256((__m256i *)(probabilities + j), p);
            }
            for (ptrdiff_t j = whole; j < args->columns; j++) {
                probabilities[j] = mant_probability(output[j] * scale);
            }
            continue;
        }
        const __m256 sum = _mm256_set1_ps(lanes[0]);
        for (ptrdiff_t j = 0; j < whole; j += 8) {
            _mm256_storeu_ps(output + j, _mm256_div_ps(_mm256_loadu_ps(output + j), sum));
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            output[j] = output[j] / lanes[0];
        }
    }
}

#endif
