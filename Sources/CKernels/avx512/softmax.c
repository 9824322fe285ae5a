#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#include "../scalar/math_inline.h"
#include "vector.h"

/// mant_expf_inline on sixteen lanes, operation by operation.
MANT_AVX512_INLINE __m512 exp_x16(__m512 x) {
    const __m512 magic = _mm512_set1_ps(MANT_EXP_MAGIC);
    const __m512 shifted = _mm512_add_ps(_mm512_mul_ps(x, _mm512_set1_ps(MANT_EXP_LOG2E)), magic);
    const __m512 n = _mm512_sub_ps(shifted, magic);
    const __m512i i = _mm512_sub_epi32(_mm512_castps_si512(shifted), _mm512_set1_epi32(0x4B400000));
    __m512 r = _mm512_sub_ps(x, _mm512_mul_ps(n, _mm512_set1_ps(MANT_EXP_LN2_HIGH)));
    r = _mm512_sub_ps(r, _mm512_mul_ps(n, _mm512_set1_ps(MANT_EXP_LN2_LOW)));
    __m512 q = _mm512_set1_ps(MANT_EXP_Q4);
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q3));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q2));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q1));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q0));
    const __m512 square = _mm512_mul_ps(r, r);
    const __m512 p = _mm512_add_ps(_mm512_add_ps(_mm512_mul_ps(square, q), r), _mm512_set1_ps(1.0f));
    const __m512i bias = _mm512_set1_epi32(127);
    const __m512i half = _mm512_srai_epi32(i, 1);
    const __m512i first = _mm512_slli_epi32(_mm512_add_epi32(half, bias), 23);
    const __m512i second = _mm512_slli_epi32(_mm512_add_epi32(_mm512_sub_epi32(i, half), bias), 23);
    __m512 y = _mm512_mul_ps(_mm512_mul_ps(p, _mm512_castsi512_ps(first)), _mm512_castsi512_ps(second));
    const __mmask16 underflows = _mm512_cmp_ps_mask(x, _mm512_set1_ps(MANT_EXP_UNDERFLOW), _CMP_LT_OQ);
    const __mmask16 overflows = _mm512_cmp_ps_mask(x, _mm512_set1_ps(MANT_EXP_OVERFLOW), _CMP_GT_OQ);
    y = _mm512_mask_mov_ps(y, underflows, _mm512_setzero_ps());
    y = _mm512_mask_mov_ps(y, overflows, _mm512_castsi512_ps(_mm512_set1_epi32(0x7F800000)));
    const __mmask16 unordered = _mm512_cmp_ps_mask(x, y, _CMP_UNORD_Q);
    return _mm512_mask_mov_ps(y, unordered, _mm512_castsi512_ps(_mm512_set1_epi32(0x7FC00000)));
}

MANT_AVX512 void mant_f32_softmax__avx512(const mant_f32_softmax_args *args) {
    const ptrdiff_t columns = args->columns;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const float *input = args->input + i * args->input_stride;
        float *output = args->output + i * args->output_stride;
        float largest = columns > 0 ? input[0] : 0.0f;
        // The maximum has no rounding: any order gives it. (A NaN makes the whole row NaN in every order.)
        __m512 m = _mm512_set1_ps(largest);
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            const __mmask16 lanes = mant_lanes(columns - j);
            m = _mm512_mask_max_ps(m, lanes, _mm512_maskz_loadu_ps(lanes, input + j), m);
        }
        float all[16];
        _mm512_storeu_ps(all, m);
        for (int l = 0; l < 16; l++) {
            largest = all[l] > largest ? all[l] : largest;
        }
        const __m512 shift = _mm512_set1_ps(largest);
        __m512 sums = _mm512_setzero_ps();
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            const __mmask16 lanes = mant_lanes(columns - j);
            const __m512 e = exp_x16(_mm512_sub_ps(_mm512_maskz_loadu_ps(lanes, input + j), shift));
            _mm512_mask_storeu_ps(output + j, lanes, e);
            sums = _mm512_mask_add_ps(sums, lanes, sums, e);
        }
        const __m512 sum = _mm512_set1_ps(mant_folded_x16(sums));
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            const __mmask16 lanes = mant_lanes(columns - j);
            const __m512 e = _mm512_maskz_loadu_ps(lanes, output + j);
            _mm512_mask_storeu_ps(output + j, lanes, _mm512_div_ps(e, sum));
        }
    }
}

#endif
