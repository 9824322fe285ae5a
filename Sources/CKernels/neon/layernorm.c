#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

MANT_NEON_INLINE mant_f32x8 load(const mant_layernorm_args *args, ptrdiff_t place) {
    return args->input != NULL
               ? mant_mul_x8(mant_floats_x8(vld1q_s16(args->input + place)), mant_all_x8(args->input_scale))
               : mant_load_f32x8(args->input_f32 + place);
}

MANT_NEON_INLINE float element(const mant_layernorm_args *args, ptrdiff_t place) {
    return args->input != NULL ? (float)args->input[place] * args->input_scale : args->input_f32[place];
}

MANT_NEON_INLINE float folded(float *lanes) {
    for (int half = 8; half > 0; half /= 2) {
        for (int l = 0; l < half; l++) {
            lanes[l] = lanes[l] + lanes[l + half];
        }
    }
    return lanes[0];
}

MANT_NEON_INLINE float square_root(float x) {
    return vgetq_lane_f32(vsqrtq_f32(vdupq_n_f32(x)), 0);
}

uint64_t mant_layernorm__neon(const mant_layernorm_args *args) {
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    const float count = (float)args->columns;
    uint64_t saturations = 0;
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const ptrdiff_t row = i * args->input_stride;
        float lanes[16];
        mant_f32x8 sum0 = mant_all_x8(0.0f), sum1 = sum0;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            sum0 = mant_add_x8(sum0, load(args, row + j));
            sum1 = mant_add_x8(sum1, load(args, row + j + 8));
        }
        mant_store_f32x8(lanes, sum0);
        mant_store_f32x8(lanes + 8, sum1);
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            lanes[j & 15] += element(args, row + j);
        }
        const float mean = folded(lanes) / count;
        const mant_f32x8 means = mant_all_x8(mean);
        sum0 = mant_all_x8(0.0f);
        sum1 = sum0;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const mant_f32x8 d0 = mant_sub_x8(load(args, row + j), means);
            const mant_f32x8 d1 = mant_sub_x8(load(args, row + j + 8), means);
            sum0 = mant_add_x8(sum0, mant_mul_x8(d0, d0));
            sum1 = mant_add_x8(sum1, mant_mul_x8(d1, d1));
        }
        mant_store_f32x8(lanes, sum0);
        mant_store_f32x8(lanes + 8, sum1);
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            const float d = element(args, row + j) - mean;
            lanes[j & 15] += d * d;
        }
        const float inverse = 1.0f / square_root(folded(lanes) / count + args->epsilon);
        const mant_f32x8 inverses = mant_all_x8(inverse);
        const ptrdiff_t target = i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 8) {
            const mant_f32x8 d = mant_sub_x8(load(args, row + j), means);
            const mant_f32x8 scaled = mant_mul_x8(mant_mul_x8(d, inverses), mant_load_f32x8(args->scale + j));
            const mant_f32x8 v = mant_add_x8(scaled, mant_load_f32x8(args->shift + j));
            if (args->output != NULL) {
                vst1q_s16(args->output + target + j, mant_limited_x8(v, &limits));
            } else {
                mant_store_f32x8(args->output_f32 + target + j, v);
            }
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            const float v = ((element(args, row + j) - mean) * inverse) * args->scale[j] + args->shift[j];
            if (args->output != NULL) {
                args->output[target + j] = mant_limited(v, &args->limits, &saturations);
            } else {
                args->output_f32[target + j] = v;
            }
        }
    }
    return saturations + mant_saturations_x4(&limits);
}

#endif
