#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

uint64_t mant_i16_affine__neon(const mant_i16_affine_args *args) {
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 8) {
            const mant_f32x8 x = mant_floats_x8(vld1q_s16(input + j));
            const mant_f32x8 product = mant_mul_x8(x, mant_load_f32x8(args->multiplier + j));
            const mant_f32x8 v = mant_add_x8(product, mant_load_f32x8(args->addend + j));
            vst1q_s16(output + j, mant_limited_x8(v, &limits));
        }
    }
    uint64_t saturations = mant_saturations_x4(&limits);
    if (whole < args->columns) {
        mant_i16_affine_args rest = *args;
        rest.input += whole;
        rest.multiplier += whole;
        rest.addend += whole;
        rest.output += whole;
        rest.columns -= whole;
        saturations += mant_i16_affine__scalar(&rest);
    }
    return saturations;
}

#endif
