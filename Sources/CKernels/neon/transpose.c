#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

/// 8 x 8 int16: blocks of 2 x 2 elements of 16, 32 and 64 bits change places.
MANT_NEON_INLINE void block_i16(const int16_t *input, ptrdiff_t input_stride, int16_t *output,
                                ptrdiff_t output_stride) {
    int16x8_t r[8];
    int32x4_t s[8];
    int64x2_t t[8];
    MANT_UNROLL
    for (int i = 0; i < 8; i++) {
        r[i] = vld1q_s16(input + i * input_stride);
    }
    MANT_UNROLL
    for (int i = 0; i < 8; i += 2) {
        s[i] = vreinterpretq_s32_s16(vtrn1q_s16(r[i], r[i + 1]));
        s[i + 1] = vreinterpretq_s32_s16(vtrn2q_s16(r[i], r[i + 1]));
    }
    MANT_UNROLL
    for (int i = 0; i < 4; i++) {
        const int j = i / 2 * 4 + i % 2;
        t[j] = vreinterpretq_s64_s32(vtrn1q_s32(s[j], s[j + 2]));
        t[j + 2] = vreinterpretq_s64_s32(vtrn2q_s32(s[j], s[j + 2]));
    }
    MANT_UNROLL
    for (int i = 0; i < 4; i++) {
        vst1q_s16(output + i * output_stride, vreinterpretq_s16_s64(vtrn1q_s64(t[i], t[i + 4])));
        vst1q_s16(output + (i + 4) * output_stride, vreinterpretq_s16_s64(vtrn2q_s64(t[i], t[i + 4])));
    }
}

/// 4 x 4 float32.
MANT_NEON_INLINE void block_f32(const float *input, ptrdiff_t input_stride, float *output, ptrdiff_t output_stride) {
    const float32x4_t r0 = vld1q_f32(input), r1 = vld1q_f32(input + input_stride);
    const float32x4_t r2 = vld1q_f32(input + 2 * input_stride), r3 = vld1q_f32(input + 3 * input_stride);
    const float64x2_t s0 = vreinterpretq_f64_f32(vtrn1q_f32(r0, r1)), s1 = vreinterpretq_f64_f32(vtrn2q_f32(r0, r1));
    const float64x2_t s2 = vreinterpretq_f64_f32(vtrn1q_f32(r2, r3)), s3 = vreinterpretq_f64_f32(vtrn2q_f32(r2, r3));
    vst1q_f32(output, vreinterpretq_f32_f64(vtrn1q_f64(s0, s2)));
    vst1q_f32(output + output_stride, vreinterpretq_f32_f64(vtrn1q_f64(s1, s3)));
    vst1q_f32(output + 2 * output_stride, vreinterpretq_f32_f64(vtrn2q_f64(s0, s2)));
    vst1q_f32(output + 3 * output_stride, vreinterpretq_f32_f64(vtrn2q_f64(s1, s3)));
}

/// Whole blocks here, the last rows and columns by the scalar version.
#define MANT_TRANSPOSE(NAME, TYPE, SIZE)                                                                             \
    void mant_##NAME##_transpose__neon(const TYPE *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns, \
                                       TYPE *output, ptrdiff_t output_stride) {                                      \
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
