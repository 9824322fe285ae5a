#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

/// 8 x 8 int16: three rounds of interleaving.
MANT_AVX2_INLINE void block_i16(const int16_t *input, ptrdiff_t input_stride, int16_t *output,
                                ptrdiff_t output_stride) {
    __m128i r[8], s[8];
    for (int i = 0; i < 8; i++) {
        r[i] = _mm_loadu_si128((const __m128i *)(input + i * input_stride));
    }
    for (int i = 0; i < 4; i++) {
        s[2 * i] = _mm_unpacklo_epi16(r[2 * i], r[2 * i + 1]);
        s[2 * i + 1] = _mm_unpackhi_epi16(r[2 * i], r[2 * i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        r[4 * i] = _mm_unpacklo_epi32(s[4 * i], s[4 * i + 2]);
        r[4 * i + 1] = _mm_unpackhi_epi32(s[4 * i], s[4 * i + 2]);
        r[4 * i + 2] = _mm_unpacklo_epi32(s[4 * i + 1], s[4 * i + 3]);
        r[4 * i + 3] = _mm_unpackhi_epi32(s[4 * i + 1], s[4 * i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        _mm_storeu_si128((__m128i *)(output + 2 * i * output_stride), _mm_unpacklo_epi64(r[i], r[i + 4]));
        _mm_storeu_si128((__m128i *)(output + (2 * i + 1) * output_stride), _mm_unpackhi_epi64(r[i], r[i + 4]));
    }
}

/// 4 x 4 float32.
MANT_AVX2_INLINE void block_f32(const float *input, ptrdiff_t input_stride, float *output, ptrdiff_t output_stride) {
    __m128 r0 = _mm_loadu_ps(input), r1 = _mm_loadu_ps(input + input_stride);
    __m128 r2 = _mm_loadu_ps(input + 2 * input_stride), r3 = _mm_loadu_ps(input + 3 * input_stride);
    _MM_TRANSPOSE4_PS(r0, r1, r2, r3);
    _mm_storeu_ps(output, r0);
    _mm_storeu_ps(output + output_stride, r1);
    _mm_storeu_ps(output + 2 * output_stride, r2);
    _mm_storeu_ps(output + 3 * output_stride, r3);
}

/// Whole blocks here, the last rows and columns by the scalar version.
#define MANT_TRANSPOSE(NAME, TYPE, SIZE)                                                                             \
    MANT_AVX2 void mant_##NAME##_transpose__avx2(const TYPE *input, ptrdiff_t input_stride, ptrdiff_t rows,          \
                                                 ptrdiff_t columns, TYPE *output, ptrdiff_t output_stride) {         \
        const ptrdiff_t whole_rows = rows / SIZE * SIZE, whole_columns = columns / SIZE * SIZE;                      \
        for (ptrdiff_t i = 0; i < whole_rows; i += SIZE) {                                                           \
            for (ptrdiff_t j = 0; j < whole_columns; j += SIZE) {                                                    \
                block_##NAME(input + i * input_stride + j, input_stride, output + j * output_stride + i,             \
                             output_stride);                                                                         \
            }                                                                                                        \
        }                                                                                                            \
        mant_##NAME##_transpose__scalar(input + whole_columns, input_stride, whole_rows, columns - whole_columns,    \
                                        output + whole_columns * output_stride, output_stride);                      \
        mant_##NAME##_transpose__scalar(input + whole_rows * input_stride, input_stride, rows - whole_rows, columns, \
                                        output + whole_rows, output_stride);                                         \
    }

MANT_TRANSPOSE(i16, int16_t, 8)
MANT_TRANSPOSE(f32, float, 4)

#endif
