#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#include "../scalar/math_inline.h"
#include "vector.h"

/// mant_expf_inline on sixteen lanes for x <= 0 or NaN.
///
/// vscalefps multiplies by 2^n with one rounding, as the two factors of the definition do: the first is exact.
MANT_AVX512_INLINE __m512 exp_x16(__m512 x) {
    const __m512 magic = _mm512_set1_ps(MANT_EXP_MAGIC);
    const __m512 n = _mm512_sub_ps(_mm512_add_ps(_mm512_mul_ps(x, _mm512_set1_ps(MANT_EXP_LOG2E)), magic), magic);
    __m512 r = _mm512_sub_ps(x, _mm512_mul_ps(n, _mm512_set1_ps(MANT_EXP_LN2_HIGH)));
    r = _mm512_sub_ps(r, _mm512_mul_ps(n, _mm512_set1_ps(MANT_EXP_LN2_LOW)));
    __m512 q = _mm512_set1_ps(MANT_EXP_Q4);
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q3));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q2));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q1));
    q = _mm512_add_ps(_mm512_mul_ps(q, r), _mm512_set1_ps(MANT_EXP_Q0));
    const __m512 square = _mm512_mul_ps(r, r);
    const __m512 p = _mm512_add_ps(_mm512_add_ps(_mm512_mul_ps(square, q), r), _mm512_set1_ps(1.0f));
    // 0 below the smallest normal number; without NLT, NaN would be 0 as well.
    const __mmask16 normal = _mm512_cmp_ps_mask(x, _mm512_set1_ps(MANT_EXP_UNDERFLOW), _CMP_NLT_UQ);
    const __m512 y = _mm512_maskz_scalef_ps(normal, p, n);
    const __mmask16 unordered = _mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q);
    return _mm512_mask_mov_ps(y, unordered, _mm512_castsi512_ps(_mm512_set1_epi32(0x7FC00000)));
}

/// Writes e^(x - max x) of a row; their sum.
MANT_AVX512_INLINE float exponentials(const float *input, ptrdiff_t columns, float *output) {
    const ptrdiff_t whole = columns & ~(ptrdiff_t)15;
    const __mmask16 lanes = mant_lanes(columns - whole);
    // The maximum has no rounding: any order gives it. (A NaN makes the whole row NaN in every order.)
    __m512 m = _mm512_set1_ps(-__builtin_inff());
    for (ptrdiff_t j = 0; j < whole; j += 16) {
        m = _mm512_max_ps(_mm512_loadu_ps(input + j), m);
    }
    m = _mm512_mask_max_ps(m, lanes, _mm512_maskz_loadu_ps(lanes, input + whole), m);
    const __m512 shift = _mm512_set1_ps(_mm512_reduce_max_ps(m));
    __m512 sums = _mm512_setzero_ps();
    for (ptrdiff_t j = 0; j < whole; j += 16) {
        const __m512 e = exp_x16(_mm512_sub_ps(_mm512_loadu_ps(input + j), shift));
        _mm512_storeu_ps(output + j, e);
        sums = _mm512_add_ps(sums, e);
    }
    if (lanes != 0) {
        const __m512 e = exp_x16(_mm512_sub_ps(_mm512_maskz_loadu_ps(lanes, input + whole), shift));
        _mm512_mask_storeu_ps(output + whole, lanes, e);
        sums = _mm512_mask_add_ps(sums, lanes, sums, e);
    }
    return mant_folded_x16(sums);
}

/// 0 for NaN, which becomes INT32_MIN; nothing else is below 0.
MANT_AVX512_INLINE __m256i probabilities_x16(__m512 e, __m512 scale) {
    const __m512i p = _mm512_cvtps_epi32(_mm512_mul_ps(e, scale));
    return _mm256_max_epi16(_mm512_cvtsepi32_epi16(p), _mm256_setzero_si256());
}

MANT_AVX512 void mant_f32_softmax__avx512(const mant_f32_softmax_args *args) {
    const ptrdiff_t columns = args->columns, whole = columns & ~(ptrdiff_t)15;
    const __mmask16 lanes = mant_lanes(columns - whole);
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        float *output = args->output + i * args->output_stride;
        const float total = exponentials(args->input + i * args->input_stride, columns, output);
        if (args->probabilities != NULL) {
            const __m512 scale = _mm512_set1_ps(32768.0f / total);
            int16_t *probabilities = args->probabilities + i * args->probabilities_stride;
            for (ptrdiff_t j = 0; j < whole; j += 16) {
                const __m256i p = probabilities_x16(_mm512_loadu_ps(output + j), scale);
                _mm256_storeu_si256((__m256i *)(probabilities + j), p);
            }
            const __m512 rest = _mm512_maskz_loadu_ps(lanes, output + whole);
            _mm256_mask_storeu_epi16(probabilities + whole, lanes, probabilities_x16(rest, scale));
            continue;
        }
        const __m512 sum = _mm512_set1_ps(total);
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            _mm512_storeu_ps(output + j, _mm512_div_ps(_mm512_loadu_ps(output + j), sum));
        }
        const __m512 rest = _mm512_maskz_loadu_ps(lanes, output + whole);
        _mm512_mask_storeu_ps(output + whole, lanes, _mm512_div_ps(rest, sum));
    }
}

#endif
