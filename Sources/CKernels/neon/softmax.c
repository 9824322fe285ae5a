#include "kernels.h"

#if defined(__aarch64__)

#include "../scalar/math_inline.h"
#include "vector.h"

/// mant_expf_inline on four lanes, operation by operation.
MANT_NEON_INLINE float32x4_t exp_x4(float32x4_t x) {
    const float32x4_t magic = vdupq_n_f32(MANT_EXP_MAGIC);
    const float32x4_t shifted = vaddq_f32(vmulq_f32(x, vdupq_n_f32(MANT_EXP_LOG2E)), magic);
    const float32x4_t n = vsubq_f32(shifted, magic);
    const uint32x4_t offset = vsubq_u32(vreinterpretq_u32_f32(shifted), vdupq_n_u32(0x4B400000));
    const int32x4_t i = vreinterpretq_s32_u32(offset);
    float32x4_t r = vsubq_f32(x, vmulq_f32(n, vdupq_n_f32(MANT_EXP_LN2_HIGH)));
    r = vsubq_f32(r, vmulq_f32(n, vdupq_n_f32(MANT_EXP_LN2_LOW)));
    float32x4_t q = vdupq_n_f32(MANT_EXP_Q4);
    q = vaddq_f32(vmulq_f32(q, r), vdupq_n_f32(MANT_EXP_Q3));
    q = vaddq_f32(vmulq_f32(q, r), vdupq_n_f32(MANT_EXP_Q2));
    q = vaddq_f32(vmulq_f32(q, r), vdupq_n_f32(MANT_EXP_Q1));
    q = vaddq_f32(vmulq_f32(q, r), vdupq_n_f32(MANT_EXP_Q0));
    const float32x4_t p = vaddq_f32(vaddq_f32(vmulq_f32(vmulq_f32(r, r), q), r), vdupq_n_f32(1.0f));
    const int32x4_t bias = vdupq_n_s32(127);
    const int32x4_t half = vshrq_n_s32(i, 1);
    const float32x4_t first = vreinterpretq_f32_s32(vshlq_n_s32(vaddq_s32(half, bias), 23));
    const float32x4_t second = vreinterpretq_f32_s32(vshlq_n_s32(vaddq_s32(vsubq_s32(i, half), bias), 23));
    float32x4_t y = vmulq_f32(vmulq_f32(p, first), second);
    const uint32x4_t underflows = vcltq_f32(x, vdupq_n_f32(MANT_EXP_UNDERFLOW));
    const uint32x4_t overflows = vcgtq_f32(x, vdupq_n_f32(MANT_EXP_OVERFLOW));
    y = vbslq_f32(underflows, vdupq_n_f32(0.0f), y);
    y = vbslq_f32(overflows, vreinterpretq_f32_u32(vdupq_n_u32(0x7F800000)), y);
    const uint32x4_t ordered = vandq_u32(vceqq_f32(x, x), vceqq_f32(y, y));
    return vbslq_f32(ordered, y, vreinterpretq_f32_u32(vdupq_n_u32(0x7FC00000)));
}

void mant_f32_softmax__neon(const mant_f32_softmax_args *args) {
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const float *input = args->input + i * args->input_stride;
        float *output = args->output + i * args->output_stride;
        float largest = args->columns > 0 ? input[0] : 0.0f;
        if (whole > 0) {
            // The maximum has no rounding: any order gives it. (A NaN makes the whole row NaN in every order.)
            float32x4_t m = vdupq_n_f32(largest);
            for (ptrdiff_t j = 0; j < whole; j += 4) {
                const float32x4_t x = vld1q_f32(input + j);
                m = vbslq_f32(vcgtq_f32(x, m), x, m);
            }
            float lanes[4];
            vst1q_f32(lanes, m);
            for (int l = 0; l < 4; l++) {
                largest = lanes[l] > largest ? lanes[l] : largest;
            }
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            largest = input[j] > largest ? input[j] : largest;
        }
        const float32x4_t shift = vdupq_n_f32(largest);
        float32x4_t sum[4] = {vdupq_n_f32(0.0f), vdupq_n_f32(0.0f), vdupq_n_f32(0.0f), vdupq_n_f32(0.0f)};
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            MANT_UNROLL
            for (int l = 0; l < 4; l++) {
                const float32x4_t e = exp_x4(vsubq_f32(vld1q_f32(input + j + 4 * l), shift));
                vst1q_f32(output + j + 4 * l, e);
                sum[l] = vaddq_f32(sum[l], e);
            }
        }
        float lanes[16];
        MANT_UNROLL
        for (int l = 0; l < 4; l++) {
            vst1q_f32(lanes + 4 * l, sum[l]);
        }
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
            int16_t *probabilities = args->probabilities + i * args->probabilities_stride;
            for (ptrdiff_t j = 0; j < whole; j += 8) {
                // Not below 0; NaN becomes 0.
                const int32x4_t low = vcvtnq_s32_f32(vmulq_n_f32(vld1q_f32(output + j), scale));
                const int32x4_t high = vcvtnq_s32_f32(vmulq_n_f32(vld1q_f32(output + j + 4), scale));
                vst1q_s16(probabilities + j, vqmovn_high_s32(vqmovn_s32(low), high));
            }
            for (ptrdiff_t j = whole; j < args->columns; j++) {
                probabilities[j] = mant_probability(output[j] * scale);
            }
            continue;
        }
        const float32x4_t total = vdupq_n_f32(lanes[0]);
        for (ptrdiff_t j = 0; j < whole; j += 4) {
            vst1q_f32(output + j, vdivq_f32(vld1q_f32(output + j), total));
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            output[j] = output[j] / lanes[0];
        }
    }
}

#endif
