#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

/// Windows of more taps than this could overflow an int32 sum.
enum { MAX_TAPS = 65536 };

uint64_t mant_i16_avgpool__neon(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    if (w->kernel_height * w->kernel_width > MAX_TAPS) {
        return mant_i16_avgpool__scalar(args);
    }
    mant_limits_x4 limits = mant_limits_x4_make(&args->limits);
    const mant_f32x8 scale = mant_all_x8(args->scale);
    const ptrdiff_t whole = args->channels & ~(ptrdiff_t)7;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        const ptrdiff_t top = oy * w->stride_height - w->pad_top;
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            const ptrdiff_t left = ox * w->stride_width - w->pad_left;
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < whole; c += 8) {
                int32x4_t low = vdupq_n_s32(0), high = low;
                int32_t count = 0;
                for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
                    const ptrdiff_t iy = top + y * w->dilation_height;
                    for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
                        const ptrdiff_t ix = left + x * w->dilation_width;
                        if (iy >= 0 && iy < w->height && ix >= 0 && ix < w->width) {
                            const int16_t *input = args->input + (iy * w->width + ix) * args->input_stride + c;
                            const int16x8_t m = vld1q_s16(input);
                            low = vaddw_s16(low, vget_low_s16(m));
                            high = vaddw_high_s16(high, m);
                            count++;
                        } else if (args->count_include_pad && iy < w->height + w->pad_bottom &&
                                   ix < w->width + w->pad_right) {
                            count++;
                        }
                    }
                }
                mant_f32x8 v = mant_all_x8(0.0f);
                if (count > 0) {
                    const mant_f32x8 sum = {vcvtq_f32_s32(low), vcvtq_f32_s32(high)};
                    v = mant_mul_x8(mant_div_x8(sum, mant_all_x8((float)count)), scale);
                }
                vst1q_s16(output + c, mant_limited_x8(v, &limits));
            }
        }
    }
    uint64_t saturations = mant_saturations_x4(&limits);
    if (whole < args->channels) {
        mant_i16_pool_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.channels -= whole;
        saturations += mant_i16_avgpool__scalar(&rest);
    }
    return saturations;
}

#endif
