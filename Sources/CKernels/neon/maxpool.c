#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

uint64_t mant_i16_maxpool__neon(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    const ptrdiff_t whole = args->channels & ~(ptrdiff_t)7;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        const ptrdiff_t top = oy * w->stride_height - w->pad_top;
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            const ptrdiff_t left = ox * w->stride_width - w->pad_left;
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < whole; c += 8) {
                int16x8_t largest = vdupq_n_s16(-32767);
                for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
                    const ptrdiff_t iy = top + y * w->dilation_height;
                    if (iy < 0 || iy >= w->height) {
                        continue;
                    }
                    for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
                        const ptrdiff_t ix = left + x * w->dilation_width;
                        if (ix < 0 || ix >= w->width) {
                            continue;
                        }
                        const int16_t *input = args->input + (iy * w->width + ix) * args->input_stride + c;
                        largest = vmaxq_s16(largest, vld1q_s16(input));
                    }
                }
                vst1q_s16(output + c, largest);
            }
        }
    }
    if (whole < args->channels) {
        mant_i16_pool_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.channels -= whole;
        mant_i16_maxpool__scalar(&rest);
    }
    return 0;
}

#endif
