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

/// Three planes interleaved: red, green and blue of an image.
MANT_AVX2_INLINE void interleave_3(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t columns, int16_t *output) {
    // Which bytes of a plane's eight elements go to each of the three results; -1 gives zero.
    const __m128i masks[3][3] = {
        {_mm_setr_epi8(0, 1, -1, -1, -1, -1, 2, 3, -1, -1, -1, -1, 4, 5, -1, -1),
         _mm_setr_epi8(-1, -1, 0, 1, -1, -1, -1, -1, 2, 3, -1, -1, -1, -1, 4, 5),
         _mm_setr_epi8(-1, -1, -1, -1, 0, 1, -1, -1, -1, -1, 2, 3, -1, -1, -1, -1)},
        {_mm_setr_epi8(-1, -1, 6, 7, -1, -1, -1, -1, 8, 9, -1, -1, -1, -1, 10, 11),
         _mm_setr_epi8(-1, -1, -1, -1, 6, 7, -1, -1, -1, -1, 8, 9, -1, -1, -1, -1),
         _mm_setr_epi8(4, 5, -1, -1, -1, -1, 6, 7, -1, -1, -1, -1, 8, 9, -1, -1)},
        {_mm_setr_epi8(-1, -1, -1, -1, 12, 13, -1, -1, -1, -1, 14, 15, -1, -1, -1, -1),
         _mm_setr_epi8(10, 11, -1, -1, -1, -1, 12, 13, -1, -1, -1, -1, 14, 15, -1, -1),
         _mm_setr_epi8(-1, -1, 10, 11, -1, -1, -1, -1, 12, 13, -1, -1, -1, -1, 14, 15)},
    };
    for (ptrdiff_t j = 0; j < columns; j += 8) {
        const __m128i r = _mm_loadu_si128((const __m128i *)(input + j));
        const __m128i g = _mm_loadu_si128((const __m128i *)(input + input_stride + j));
        const __m128i b = _mm_loadu_si128((const __m128i *)(input + 2 * input_stride + j));
        for (int part = 0; part < 3; part++) {
            const __m128i v =
                _mm_or_si128(_mm_shuffle_epi8(r, masks[part][0]),
                             _mm_or_si128(_mm_shuffle_epi8(g, masks[part][1]), _mm_shuffle_epi8(b, masks[part][2])));
            _mm_storeu_si128((__m128i *)(output + 3 * j + 8 * part), v);
        }
    }
}

/// Two rows interleaved: the pairs of a packed matrix.
MANT_AVX2_INLINE void interleave_2(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t columns, int16_t *output) {
    for (ptrdiff_t j = 0; j < columns; j += 8) {
        const __m128i a = _mm_loadu_si128((const __m128i *)(input + j));
        const __m128i b = _mm_loadu_si128((const __m128i *)(input + input_stride + j));
        _mm_storeu_si128((__m128i *)(output + 2 * j), _mm_unpacklo_epi16(a, b));
        _mm_storeu_si128((__m128i *)(output + 2 * j + 8), _mm_unpackhi_epi16(a, b));
    }
}

/// Whole blocks here, the last rows and columns by the scalar version.
#define MANT_TRANSPOSE(NAME, TYPE, SIZE)                                                                             \
    MANT_AVX2 static void transpose_##NAME(const TYPE *input, ptrdiff_t input_stride, ptrdiff_t rows,                \
                                           ptrdiff_t columns, TYPE *output, ptrdiff_t output_stride) {               \
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

MANT_AVX2 void mant_i16_transpose__avx2(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                        int16_t *output, ptrdiff_t output_stride) {
    if ((rows == 2 || rows == 3) && output_stride == rows) {
        const ptrdiff_t whole = columns / 8 * 8;
        if (rows == 2) {
            interleave_2(input, input_stride, whole, output);
        } else {
            interleave_3(input, input_stride, whole, output);
        }
        mant_i16_transpose__scalar(input + whole, input_stride, rows, columns - whole, output + rows * whole, rows);
        return;
    }
    transpose_i16(input, input_stride, rows, columns, output, output_stride);
}

MANT_AVX2 void mant_f32_transpose__avx2(const float *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                        float *output, ptrdiff_t output_stride) {
    transpose_f32(input, input_stride, rows, columns, output, output_stride);
}

#endif
