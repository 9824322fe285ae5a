#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#include "vector.h"

/// Sixteen elements; 0 where a lane is beyond the row.
MANT_AVX512_INLINE __m512 load(const mant_layernorm_args *args, ptrdiff_t place, __mmask16 lanes) {
    if (args->input == NULL) {
        return _mm512_maskz_loadu_ps(lanes, args->input_f32 + place);
    }
    const __m512i x = _mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(lanes, args->input + place));
    return _mm512_mul_ps(_mm512_cvtepi32_ps(x), _mm512_set1_ps(args->input_scale));
}

MANT_AVX512 uint64_t mant_layernorm__avx512(const mant_layernorm_args *args) {
    const ptrdiff_t columns = args->columns;
    const float count = (float)columns;
    mant_limits_x16 limits = mant_limits_x16_make(&args->limits, __builtin_inff());
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const ptrdiff_t row = i * args->input_stride, target = i * args->output_stride;
        __m512 sum = _mm512_setzero_ps();
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            sum = _mm512_add_ps(sum, load(args, row + j, mant_lanes(columns - j)));
        }
        const __m512 mean = _mm512_set1_ps(mant_folded_x16(sum) / count);
        __m512 squares = _mm512_setzero_ps();
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            const __mmask16 lanes = mant_lanes(columns - j);
            const __m512 d = _mm512_maskz_sub_ps(lanes, load(args, row + j, lanes), mean);
            squares = _mm512_add_ps(squares, _mm512_mul_ps(d, d));
        }
        const __m512 inverse =
            _mm512_set1_ps(1.0f / __builtin_elementwise_sqrt(mant_folded_x16(squares) / count + args->epsilon));
        for (ptrdiff_t j = 0; j < columns; j += 16) {
            const __mmask16 lanes = mant_lanes(columns - j);
            const __m512 d = _mm512_sub_ps(load(args, row + j, lanes), mean);
            const __m512 scaled =
                _mm512_mul_ps(_mm512_mul_ps(d, inverse), _mm512_maskz_loadu_ps(lanes, args->scale + j));
            const __m512 v = _mm512_add_ps(scaled, _mm512_maskz_loadu_ps(lanes, args->shift + j));
            if (args->output != NULL) {
                _mm256_mask_storeu_epi16(args->output + target + j, lanes, mant_limited_x16(v, lanes, &limits));
            } else {
                _mm512_mask_storeu_ps(args->output_f32 + target + j, lanes, v);
            }
        }
    }
    return mant_saturations_x16(&limits);
}

#endif
