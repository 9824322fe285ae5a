#include "kernels.h"

uint64_t mant_i16_maxpool__scalar(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < args->channels; c++) {
                output[c] = -32767;
            }
            for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
                const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
                if (iy < 0 || iy >= w->height) {
                    continue;
                }
                for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
                    const ptrdiff_t ix = ox * w->stride_width + x * w->dilation_width - w->pad_left;
                    if (ix < 0 || ix >= w->width) {
                        continue;
                    }
                    const int16_t *input = args->input + (iy * w->width + ix) * args->input_stride;
                    for (ptrdiff_t c = 0; c < args->channels; c++) {
                        output[c] = input[c] > output[c] ? input[c] : output[c];
                    }
                }
            }
        }
    }
    return 0;
}
