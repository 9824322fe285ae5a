#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

uint64_t mant_f32_quantize__neon(const mant_f32_quantize_args *args) {
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const mant_f32x8 scale = mant_all_x8(args->scale);
    const ptrdiff_t whole = args->count & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < whole; i += 8) {
        const mant_f32x8 v = mant_mul_x8(mant_load_f32x8(args->input + i), scale);
        vst1q_s16(args->output + i, mant_limited_x8(v, &limits));
    }
    mant_f32_quantize_args rest = *args;
    rest.input += whole;
    rest.output += whole;
    rest.count -= whole;
    return mant_saturations_x4(&limits) + mant_f32_quantize__scalar(&rest);
}

void mant_i16_dequantize__neon(const int16_t *input, float scale, ptrdiff_t count, float *output) {
    const mant_f32x8 scales = mant_all_x8(scale);
    const ptrdiff_t whole = count & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < whole; i += 8) {
        mant_store_f32x8(output + i, mant_mul_x8(mant_floats_x8(vld1q_s16(input + i)), scales));
    }
    mant_i16_dequantize__scalar(input + whole, scale, count - whole, output + whole);
}

#endif
