#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

uint64_t mant_i16_requantize__neon(const mant_i16_requantize_args *args) {
    mant_i16_requantize_args flat = *args;
    if (args->input_stride == args->columns && args->output_stride == args->columns) {
        flat.columns = args->rows * args->columns;
        flat.rows = 1;
    }
    args = &flat;
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const mant_f32x8 scale = mant_all_x8(args->scale);
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)7;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 8) {
            const mant_f32x8 v = mant_mul_x8(mant_floats_x8(vld1q_s16(input + j)), scale);
            vst1q_s16(output + j, mant_limited_x8(v, &limits));
        }
    }
    uint64_t saturations = mant_saturations_x4(&limits);
    if (whole < args->columns) {
        mant_i16_requantize_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.columns -= whole;
        saturations += mant_i16_requantize__scalar(&rest);
    }
    return saturations;
}

#endif
