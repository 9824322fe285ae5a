#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

/// More pixels than this could overflow an int32 sum.
enum { MAX_PIXELS = 65536 };

uint64_t mant_i16_gavgpool__neon(const mant_i16_gavgpool_args *args) {
    if (args->pixels > MAX_PIXELS) {
        return mant_i16_gavgpool__scalar(args);
    }
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const mant_f32x8 scale = mant_all_x8(args->scale), count = mant_all_x8((float)args->pixels);
    const ptrdiff_t whole = args->channels & ~(ptrdiff_t)7;
    for (ptrdiff_t c = 0; c < whole; c += 8) {
        int32x4_t low = vdupq_n_s32(0), high = low;
        const int16_t *input = args->input + c;
        for (ptrdiff_t p = 0; p < args->pixels; p++, input += args->input_stride) {
            const int16x8_t m = vld1q_s16(input);
            low = vaddw_s16(low, vget_low_s16(m));
            high = vaddw_high_s16(high, m);
        }
        const mant_f32x8 sum = {vcvtq_f32_s32(low), vcvtq_f32_s32(high)};
        vst1q_s16(args->output + c, mant_limited_x8(mant_mul_x8(mant_div_x8(sum, count), scale), &limits));
    }
    uint64_t saturations = mant_saturations_x4(&limits);
    if (whole < args->channels) {
        mant_i16_gavgpool_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.channels -= whole;
        saturations += mant_i16_gavgpool__scalar(&rest);
    }
    return saturations;
}

#endif
