#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_avgpool__scalar(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    uint64_t saturations = 0;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < args->channels; c++) {
                int64_t sum = 0, count = 0;
                for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
                    const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
                    for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
                        const ptrdiff_t ix = ox * w->stride_width + x * w->dilation_width - w->pad_left;
                        if (iy >= 0 && iy < w->height && ix >= 0 && ix < w->width) {
                            sum += args->input[(iy * w->width + ix) * args->input_stride + c];
                            count++;
                        } else if (args->count_include_pad && iy < w->height + w->pad_bottom &&
                                   ix < w->width + w->pad_right) {
                            count++;
                        }
                    }
                }
                const float v = count == 0 ? 0.0f : (float)sum / (float)count * args->scale;
                output[c] = mant_limited(v, &args->limits, &saturations);
            }
        }
    }
    return saturations;
}
