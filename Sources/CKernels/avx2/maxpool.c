#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

MANT_AVX2 uint64_t mant_i16_maxpool__avx2(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        const ptrdiff_t top = oy * w->stride_height - w->pad_top;
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            const ptrdiff_t left = ox * w->stride_width - w->pad_left;
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < args->channels; c += 16) {
                const ptrdiff_t rest = args->channels - c < 16 ? args->channels - c : 16;
                __m256i largest = _mm256_set1_epi16(-32767);
                int16_t tail[16] = {0};
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
                        if (rest < 16) {
                            memcpy(tail, input, (size_t)rest * sizeof(int16_t));
                            input = tail;
                        }
                        largest = _mm256_max_epi16(largest, _mm256_loadu_si256((const __m256i *)input));
                    }
                }
                if (rest < 16) {
                    _mm256_storeu_si256((__m256i *)tail, largest);
                    memcpy(output + c, tail, (size_t)rest * sizeof(int16_t));
                } else {
                    _mm256_storeu_si256((__m256i *)(output + c), largest);
                }
            }
        }
    }
    return 0;
}

#endif
