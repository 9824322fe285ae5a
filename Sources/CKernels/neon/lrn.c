#include "kernels.h"

#if defined(__aarch64__)

#include "../scalar/math_inline.h"
#include "vector.h"

/// ln x of two positive finite normal numbers: log_wide of scalar/math.c, operation by operation.
MANT_NEON_INLINE float64x2_t log_x2(float64x2_t x) {
    const uint64x2_t bits = vreinterpretq_u64_f64(x);
    const float64x2_t one = vdupq_n_f64(1.0);
    float64x2_t e = vcvtq_f64_s64(vsubq_s64(vreinterpretq_s64_u64(vshrq_n_u64(bits, 52)), vdupq_n_s64(1023)));
    const uint64x2_t fraction = vandq_u64(bits, vdupq_n_u64(0xFFFFFFFFFFFFF));
    float64x2_t m = vreinterpretq_f64_u64(vorrq_u64(fraction, vdupq_n_u64(0x3FF0000000000000)));
    const uint64x2_t large = vcgtq_f64(m, vdupq_n_f64(MANT_LOG_WIDE_SQRT2));
    m = vbslq_f64(large, vmulq_f64(m, vdupq_n_f64(0.5)), m);
    e = vbslq_f64(large, vaddq_f64(e, one), e);
    const float64x2_t s = vdivq_f64(vsubq_f64(m, one), vaddq_f64(m, one));
    const float64x2_t z = vmulq_f64(s, s);
    float64x2_t p = vdupq_n_f64(MANT_LOG_WIDE_FIRST);
#define TERM(C) p = vaddq_f64(vmulq_f64(p, z), vdupq_n_f64(C));
    MANT_LOG_WIDE_TERMS(TERM)
#undef TERM
    const float64x2_t series = vmulq_f64(vmulq_f64(vdupq_n_f64(2.0), s), p);
    return vaddq_f64(series, vmulq_f64(e, vdupq_n_f64(MANT_LOG_WIDE_LN2)));
}

/// e^x of two numbers that are not NaN: exp_wide of scalar/math.c, operation by operation.
MANT_NEON_INLINE float64x2_t exp_x2(float64x2_t x) {
    const float64x2_t magic = vdupq_n_f64(MANT_EXP_WIDE_MAGIC);
    x = vmaxq_f64(x, vdupq_n_f64(-MANT_EXP_WIDE_LIMIT));
    x = vminq_f64(x, vdupq_n_f64(MANT_EXP_WIDE_LIMIT));
    const float64x2_t shifted = vaddq_f64(vmulq_f64(x, vdupq_n_f64(MANT_EXP_WIDE_LOG2E)), magic);
    const float64x2_t n = vsubq_f64(shifted, magic);
    const int64x2_t i = vsubq_s64(vreinterpretq_s64_f64(shifted), vreinterpretq_s64_f64(magic));
    float64x2_t r = vsubq_f64(x, vmulq_f64(n, vdupq_n_f64(MANT_EXP_WIDE_LN2_HIGH)));
    r = vsubq_f64(r, vmulq_f64(n, vdupq_n_f64(MANT_EXP_WIDE_LN2_LOW)));
    float64x2_t p = vdupq_n_f64(MANT_EXP_WIDE_FIRST);
#define TERM(C) p = vaddq_f64(vmulq_f64(p, r), vdupq_n_f64(C));
    MANT_EXP_WIDE_TERMS(TERM)
#undef TERM
    return vmulq_f64(p, vreinterpretq_f64_s64(vshlq_n_s64(vaddq_s64(i, vdupq_n_s64(1023)), 52)));
}

/// mant_powf of four bases.
MANT_NEON_INLINE float32x4_t general_power(float32x4_t base, float exponent) {
    const float32x4_t infinity = vdupq_n_f32(__builtin_inff());
    const uint32x4_t usual = vandq_u32(vcgtq_f32(base, vdupq_n_f32(0.0f)), vcltq_f32(base, infinity));
    // 0 times an infinite exponent would be NaN where a base is 1.
    const int is_finite = exponent - exponent == 0.0f;
    if (vminvq_u32(usual) != 0 && is_finite) {
        const float64x2_t y = vdupq_n_f64((double)exponent);
        const float64x2_t low = exp_x2(vmulq_f64(log_x2(vcvt_f64_f32(vget_low_f32(base))), y));
        const float64x2_t high = exp_x2(vmulq_f64(log_x2(vcvt_high_f64_f32(base)), y));
        return vcvt_high_f32_f64(vcvt_f32_f64(low), high);
    }
    float lanes[4];
    vst1q_f32(lanes, base);
    for (int l = 0; l < 4; l++) {
        lanes[l] = mant_powf(lanes[l], exponent);
    }
    return vld1q_f32(lanes);
}

/// base^-0.75 by roots.
MANT_NEON_INLINE float32x4_t root_power(float32x4_t base) {
    const float32x4_t root = vsqrtq_f32(base);
    return vdivq_f32(vdupq_n_f32(1.0f), vmulq_f32(root, vsqrtq_f32(root)));
}

/// Four lanes of the definition's `power`, from sums of squares. They become float32 with one rounding: below 2^53 an
/// int64 is a float64.
MANT_NEON_INLINE float32x4_t power_x4(const mant_i16_lrn_args *args, const int64_t *sums) {
    const float64x2_t low = vcvtq_f64_s64(vld1q_s64(sums)), high = vcvtq_f64_s64(vld1q_s64(sums + 2));
    const float32x4_t s = vcvt_high_f32_f64(vcvt_f32_f64(low), high);
    const float32x4_t weighted = vmulq_f32(s, vdupq_n_f32(args->alpha_scale));
    const float32x4_t base = vaddq_f32(weighted, vdupq_n_f32(args->bias));
    return args->beta == 0.75f ? root_power(base) : general_power(base, -args->beta);
}

uint64_t mant_i16_lrn__neon(const mant_i16_lrn_args *args) {
    enum { BLOCK = 8 };
    const ptrdiff_t before = (args->size - 1) / 2, after = args->size / 2;
    const mant_f32x8 scale = mant_all_x8(args->scale);
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
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
            const mant_f32x8 power = {power_x4(args, sums), power_x4(args, sums + 4)};
            const mant_f32x8 v = mant_mul_x8(mant_mul_x8(mant_floats_x8(vld1q_s16(x)), power), scale);
            vst1q_s16(x, mant_limited_first_x8(v, &limits, count));
            memcpy(output + block, x, (size_t)count * sizeof(int16_t));
        }
    }
    return mant_saturations_x4(&limits);
}

#endif
