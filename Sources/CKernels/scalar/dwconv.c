#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_dwconv__scalar(const mant_i16_dwconv_args *args) {
    enum { BLOCK = MANT_DWCONV_CHANNEL_BLOCK };
    const mant_window *w = &args->window;
    const ptrdiff_t taps = w->kernel_height * w->kernel_width;
    const ptrdiff_t padded = args->weights_stride;
    const ptrdiff_t chunk = args->chunk < taps ? args->chunk : taps;
    uint64_t saturations = 0;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            for (ptrdiff_t channel = 0; channel < args->channels; channel += BLOCK) {
                // Channels side by side, so that a compiler can vectorize; tap by tap, chunk by chunk.
                const ptrdiff_t channels = args->channels - channel < BLOCK ? args->channels - channel : BLOCK;
                int32_t acc[BLOCK];
                float sum[BLOCK];
                for (ptrdiff_t begin = 0; begin < taps; begin += chunk) {
                    const ptrdiff_t end = begin + chunk < taps ? begin + chunk : taps;
                    for (ptrdiff_t c = 0; c < BLOCK; c++) {
                        acc[c] = begin == 0 ? args->epilogue.bias[channel + c] : 0;
                    }
                    for (ptrdiff_t tap = begin; tap < end; tap++) {
                        const ptrdiff_t y = tap / w->kernel_width, x = tap % w->kernel_width;
                        const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
                        const ptrdiff_t ix = ox * w->stride_width + x * w->dilation_width - w->pad_left;
                        if (iy < 0 || iy >= w->height || ix < 0 || ix >= w->width) {
                            continue;
                        }
                        const int16_t *input = args->input + (iy * w->width + ix) * args->input_stride + channel;
                        const int16_t *weights = args->weights + tap * padded + channel;
                        for (ptrdiff_t c = 0; c < channels; c++) {
                            acc[c] += input[c] * weights[c];
                        }
                    }
                    for (ptrdiff_t c = 0; c < BLOCK; c++) {
                        sum[c] = begin == 0 ? (float)acc[c] : sum[c] + (float)acc[c];
                    }
                }
                const ptrdiff_t pixel = oy * w->output_width + ox;
                for (ptrdiff_t c = 0; c < channels; c++) {
                    mant_epilogue_store(&args->epilogue, sum[c], pixel, channel + c, &saturations);
                }
            }
        }
    }
    return saturations;
}
