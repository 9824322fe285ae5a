#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

/// Windows of more taps than this could overflow an int32 sum.
enum { MAX_TAPS = 65536 };

MANT_AVX2 uint64_t mant_i16_avgpool__avx2(const mant_i16_pool_args *args) {
    const mant_window *w = &args->window;
    if (w->kernel_height * w->kernel_width > MAX_TAPS) {
        return mant_i16_avgpool__scalar(args);
    }
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const __m256 scale = _mm256_set1_ps(args->scale);
    const ptrdiff_t whole = args->channels & ~(ptrdiff_t)7;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        const ptrdiff_t top = oy * w->stride_height - w->pad_top;
        for (ptrdiff_t ox = 0; ox < w->output_width; ox++) {
            const ptrdiff_t left = ox * w->stride_width - w->pad_left;
            int16_t *output = args->output + (oy * w->output_width + ox) * args->output_stride;
            for (ptrdiff_t c = 0; c < whole; c += 8) {
                __m256i sum = _mm256_setzero_si256();
                int32_t count = 0;
                for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
                    const ptrdiff_t iy = top + y * w->dilation_height;
                    for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
                        const ptrdiff_t ix = left + x * w->dilation_width;
                        if (iy >= 0 && iy < w->height && ix >= 0 && ix < w->width) {
                            const int16_t *input = args->input + (iy * w->width + ix) * args->input_stride + c;
                            const __m128i x8 = _mm_loadu_si128((const __m128i *)input);
                            sum = _mm256_add_epi32(sum, _mm256_cvtepi16_epi32(x8));
                            count++;
                        } else if (args->count_include_pad && iy < w->height + w->pad_bottom &&
                                   ix < w->width + w->pad_right) {
                            count++;
                        }
                    }
                }
                __m256 v = _mm256_setzero_ps();
                if (count > 0) {
                    v = _mm256_div_ps(_mm256_cvtepi32_ps(sum), _mm256_set1_ps((float)count));
                    v = _mm256_mul_ps(v, scale);
                }
                const __m256i m = mant_limited_x8(v, &limits);
                _mm_storeu_si128((__m128i *)(output + c), _mm256_castsi256_si128(mant_pack_x16(m, m)));
            }
        }
    }
    uint64_t saturations = mant_saturations_x8(&limits);
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
