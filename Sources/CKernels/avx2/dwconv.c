#include "kernels.h"

#if defined(__x86_64__)

#include "../scalar/dwconv_strips.h"
#include "vector.h"

enum { BLOCK = 16, MAX_TAPS = 128, MAX_PAIRS = MAX_TAPS / 2, STRIP = 4 };

/// What a tap in the padding reads.
static const int16_t zeros[BLOCK];

/// `count` neighbouring output pixels, 16 channels: x[t] is tap t of the first pixel, steps[t] leads to the next one.
/// Taps t and t+1 are interleaved so that vpmaddwd adds them:
///
///     x[t]   c0 c1 ... c15        unpack low:  (c0 x[t], x[t+1]) ... c0-c3, c8-c11
///     x[t+1] c0 c1 ... c15        unpack high:                       c4-c7, c12-c15
///
/// weights: [pairs][2][16], interleaved alike. A last single tap is paired with itself and zero weights.
MANT_AVX2_INLINE void pixels(const int count, const ptrdiff_t pairs, ptrdiff_t chunk_pairs, const int16_t *const *x,
                             const ptrdiff_t *steps, const int16_t *weights, const mant_epilogue *e,
                             mant_limits_x8 *limits, ptrdiff_t index, ptrdiff_t channel, ptrdiff_t channels) {
    __m256 sum[STRIP][2];
    for (ptrdiff_t begin = 0; begin < pairs; begin += chunk_pairs) {
        const ptrdiff_t end = pairs - begin > chunk_pairs ? begin + chunk_pairs : pairs;
        __m256i low[STRIP], high[STRIP];
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
            low[i] = _mm256_setzero_si256();
            high[i] = _mm256_setzero_si256();
        }
#pragma clang loop unroll(disable)
        for (ptrdiff_t p = begin; p < end; p++) {
            const __m256i w0 = _mm256_load_si256((const __m256i *)(weights + p * 32));
            const __m256i w1 = _mm256_load_si256((const __m256i *)(weights + p * 32 + 16));
            const int16_t *left = x[2 * p], *right = x[2 * p + 1];
            const ptrdiff_t left_step = steps[2 * p], right_step = steps[2 * p + 1];
#pragma clang loop unroll(full)
            for (int i = 0; i < count; i++) {
                const __m256i x0 = _mm256_loadu_si256((const __m256i *)(left + i * left_step));
                const __m256i x1 = _mm256_loadu_si256((const __m256i *)(right + i * right_step));
                low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(_mm256_unpacklo_epi16(x0, x1), w0));
                high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(_mm256_unpackhi_epi16(x0, x1), w1));
            }
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
            __m256i acc0 = _mm256_permute2x128_si256(low[i], high[i], 0x20);
            __m256i acc1 = _mm256_permute2x128_si256(low[i], high[i], 0x31);
            if (begin == 0) {
                acc0 = _mm256_add_epi32(acc0, _mm256_loadu_si256((const __m256i *)(e->bias + channel)));
                acc1 = _mm256_add_epi32(acc1, _mm256_loadu_si256((const __m256i *)(e->bias + channel + 8)));
            }
            const __m256 f0 = _mm256_cvtepi32_ps(acc0), f1 = _mm256_cvtepi32_ps(acc1);
            sum[i][0] = begin == 0 ? f0 : _mm256_add_ps(sum[i][0], f0);
            sum[i][1] = begin == 0 ? f1 : _mm256_add_ps(sum[i][1], f1);
        }
    }
    mant_epilogue_rows_x16(count, e, limits, sum, index, channel, channels - channel);
}

/// `count` neighbouring output pixels of 16 channels, all taps in one exact sum: two rows of the input are interleaved
/// once for all horizontal taps. `x` is the first pixel's first tap, which may lie in the padding.
MANT_AVX2_INLINE void strip(const int count, const int kernel_width, const int stride, const ptrdiff_t row_pairs,
                            const mant_row_pair *rows, const ptrdiff_t width, const ptrdiff_t x, const int16_t *weights,
                            const mant_epilogue *e, mant_limits_x8 *limits, ptrdiff_t index, ptrdiff_t channel,
                            ptrdiff_t channels) {
    __m256i low[STRIP], high[STRIP];
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) {
        low[i] = _mm256_setzero_si256();
        high[i] = _mm256_setzero_si256();
    }
#pragma clang loop unroll(disable)
    for (ptrdiff_t r = 0; r < row_pairs; r++, weights += kernel_width * 32) {
        const mant_row_pair row = rows[r];
#pragma clang loop unroll(full)
        for (int j = 0; j < (count - 1) * stride + kernel_width; j++) {
            const int inside = (size_t)(x + j) < (size_t)width;
            const int16_t *upper = inside ? row.upper + (x + j) * row.upper_step : zeros;
            const int16_t *lower = inside ? row.lower + (x + j) * row.lower_step : zeros;
            const __m256i x0 = _mm256_loadu_si256((const __m256i *)upper);
            const __m256i x1 = _mm256_loadu_si256((const __m256i *)lower);
            const __m256i lo = _mm256_unpacklo_epi16(x0, x1), hi = _mm256_unpackhi_epi16(x0, x1);
#pragma clang loop unroll(full)
            for (int i = 0; i < count; i++) {
                const int tap = j - i * stride;
                if (tap >= 0 && tap < kernel_width) {
                    const __m256i w0 = _mm256_load_si256((const __m256i *)(weights + tap * 32));
                    const __m256i w1 = _mm256_load_si256((const __m256i *)(weights + tap * 32 + 16));
                    low[i] = _mm256_add_epi32(low[i], _mm256_madd_epi16(lo, w0));
                    high[i] = _mm256_add_epi32(high[i], _mm256_madd_epi16(hi, w1));
                }
            }
        }
    }
    const __m256i bias0 = _mm256_loadu_si256((const __m256i *)(e->bias + channel));
    const __m256i bias1 = _mm256_loadu_si256((const __m256i *)(e->bias + channel + 8));
    __m256 sum[STRIP][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) {
        const __m256i acc0 = _mm256_permute2x128_si256(low[i], high[i], 0x20);
        const __m256i acc1 = _mm256_permute2x128_si256(low[i], high[i], 0x31);
        sum[i][0] = _mm256_cvtepi32_ps(_mm256_add_epi32(acc0, bias0));
        sum[i][1] = _mm256_cvtepi32_ps(_mm256_add_epi32(acc1, bias1));
    }
    mant_epilogue_rows_x16(count, e, limits, sum, index, channel, channels - channel);
}

typedef void (*strip_fn)(ptrdiff_t, const mant_row_pair *, ptrdiff_t, ptrdiff_t, const int16_t *, const mant_epilogue *,
                         mant_limits_x8 *, ptrdiff_t, ptrdiff_t, ptrdiff_t);

#define STRIP_FN(WIDTH_, STRIDE_, COUNT_)                                                                         \
    MANT_AVX2 static void strip_##WIDTH_##_##STRIDE_##_##COUNT_(                                                  \
        ptrdiff_t row_pairs, const mant_row_pair *rows, ptrdiff_t width, ptrdiff_t x, const int16_t *weights,     \
        const mant_epilogue *e, mant_limits_x8 *limits, ptrdiff_t index, ptrdiff_t channel, ptrdiff_t channels) { \
        strip(COUNT_, WIDTH_, STRIDE_, row_pairs, rows, width, x, weights, e, limits, index, channel, channels);  \
    }
#define STRIP_FNS(WIDTH_, STRIDE_)                                                                      \
    STRIP_FN(WIDTH_, STRIDE_, 1)                                                                        \
    STRIP_FN(WIDTH_, STRIDE_, 2)                                                                        \
    STRIP_FN(WIDTH_, STRIDE_, 3)                                                                        \
    STRIP_FN(WIDTH_, STRIDE_, 4)                                                                        \
    static const strip_fn strips_##WIDTH_##_##STRIDE_[STRIP] = {                                        \
        strip_##WIDTH_##_##STRIDE_##_1, strip_##WIDTH_##_##STRIDE_##_2, strip_##WIDTH_##_##STRIDE_##_3, \
        strip_##WIDTH_##_##STRIDE_##_4};
STRIP_FNS(3, 1)
STRIP_FNS(3, 2)
STRIP_FNS(5, 1)
STRIP_FNS(5, 2)
STRIP_FNS(7, 1)

/// By the number of pixels, 1 to STRIP; null for windows whose taps are looked up one by one.
static const strip_fn *strips_for(const mant_i16_dwconv_args *args) {
    if (!mant_strips_fit(args)) {
        return NULL;
    }
    switch (args->window.kernel_width * 10 + args->window.stride_width) {
    case 31:
        return strips_3_1;
    case 32:
        return strips_3_2;
    case 51:
        return strips_5_1;
    case 52:
        return strips_5_2;
    default:
        return strips_7_1;
    }
}

/// The whole convolution by strips.
MANT_AVX2 static void convolve_by_strips(const mant_i16_dwconv_args *args, const strip_fn *strips,
                                         mant_limits_x8 *limits) {
    const mant_window *w = &args->window;
    const ptrdiff_t row_pairs = (w->kernel_height + 1) / 2;
    const ptrdiff_t strips_per_row = (w->output_width + STRIP - 1) / STRIP;
    int16_t weights[MANT_STRIP_MAX_ROW_PAIRS * MANT_STRIP_MAX_KERNEL_WIDTH * 32] __attribute__((aligned(32)));
    mant_row_pair rows[MANT_STRIP_MAX_ROW_PAIRS];
    for (ptrdiff_t group = args->row_begin; group < args->row_end; group += MANT_STRIP_ROWS) {
        const ptrdiff_t group_end = group + MANT_STRIP_ROWS < args->row_end ? group + MANT_STRIP_ROWS : args->row_end;
        for (ptrdiff_t channel = 0; channel < args->channels; channel += BLOCK) {
            for (ptrdiff_t y = 0; y < row_pairs * 2; y += 2) {
                for (ptrdiff_t k = 0; k < w->kernel_width; k++) {
                    const int16_t *tap = args->weights + (y * w->kernel_width + k) * args->weights_stride + channel;
                    const int16_t *below = tap + w->kernel_width * args->weights_stride;
                    const __m256i w0 = _mm256_load_si256((const __m256i *)tap);
                    const __m256i w1 =
                        y + 1 < w->kernel_height ? _mm256_load_si256((const __m256i *)below) : _mm256_setzero_si256();
                    int16_t *pair = weights + (y / 2 * w->kernel_width + k) * 32;
                    _mm256_store_si256((__m256i *)pair, _mm256_unpacklo_epi16(w0, w1));
                    _mm256_store_si256((__m256i *)(pair + 16), _mm256_unpackhi_epi16(w0, w1));
                }
            }
            for (ptrdiff_t oy = group; oy < group_end; oy++) {
                mant_strip_rows(args, oy, channel, zeros, rows);
                ptrdiff_t ox = 0;
                for (ptrdiff_t s = 0; s < strips_per_row; s++) {
                    // Strips of nearly equal length.
                    const ptrdiff_t count = w->output_width / strips_per_row + (s < w->output_width % strips_per_row);
                    strips[count - 1](row_pairs, rows, w->width, ox * w->stride_width - w->pad_left, weights,
                                      &args->epilogue, limits, oy * w->output_width + ox, channel, args->channels);
                    ox += count;
                }
            }
        }
    }
}

MANT_AVX2 uint64_t mant_i16_dwconv__avx2(const mant_i16_dwconv_args *args) {
    const mant_window *w = &args->window;
    const ptrdiff_t taps = w->kernel_height * w->kernel_width, pairs = (taps + 1) / 2;
    const strip_fn *strips = strips_for(args);
    if (strips != NULL) {
        mant_limits_x8 limits = mant_limits_x8_make(&args->epilogue.limits, args->epilogue.largest);
        convolve_by_strips(args, strips, &limits);
        return mant_saturations_x8(&limits);
    }
    if (taps > MAX_TAPS) {
        return mant_i16_dwconv__scalar(args);
    }
    const ptrdiff_t chunk_pairs = args->chunk >= taps ? pairs : args->chunk / 2;
    const ptrdiff_t padded = args->weights_stride;
    const ptrdiff_t step = w->stride_width * args->input_stride;
    // Output columns whose taps all lie inside the image: [first, last).
    const ptrdiff_t reach = (w->kernel_width - 1) * w->dilation_width;
    ptrdiff_t first = (w->pad_left + w->stride_width - 1) / w->stride_width;
    ptrdiff_t last =
        w->width + w->pad_left - reach <= 0 ? 0 : (w->width + w->pad_left - reach - 1) / w->stride_width + 1;
    first = first < w->output_width ? first : w->output_width;
    last = last < w->output_width ? last : w->output_width;
    last = last < first ? first : last;
    mant_limits_x8 limits = mant_limits_x8_make(&args->epilogue.limits, args->epilogue.largest);
    int16_t weights[MAX_PAIRS * 32] __attribute__((aligned(32)));
    const int16_t *x[MAX_TAPS];
    ptrdiff_t steps[MAX_TAPS];
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t channel = 0; channel < args->channels; channel += BLOCK) {
            for (ptrdiff_t p = 0; p < pairs; p++) {
                const __m256i w0 = _mm256_load_si256((const __m256i *)(args->weights + 2 * p * padded + channel));
                const __m256i w1 =
                    2 * p + 1 < taps
                        ? _mm256_load_si256((const __m256i *)(args->weights + (2 * p + 1) * padded + channel))
                        : _mm256_setzero_si256();
                _mm256_store_si256((__m256i *)(weights + p * 32), _mm256_unpacklo_epi16(w0, w1));
                _mm256_store_si256((__m256i *)(weights + p * 32 + 16), _mm256_unpackhi_epi16(w0, w1));
            }
            for (ptrdiff_t ox = 0; ox < w->output_width;) {
                for (ptrdiff_t y = 0, t = 0; y < w->kernel_height; y++) {
                    const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
                    for (ptrdiff_t k = 0; k < w->kernel_width; k++, t++) {
                        const ptrdiff_t ix = ox * w->stride_width + k * w->dilation_width - w->pad_left;
                        const int inside = iy >= 0 && iy < w->height && ix >= 0 && ix < w->width;
                        x[t] = inside ? args->input + (iy * w->width + ix) * args->input_stride + channel : zeros;
                        steps[t] = inside ? step : 0;
                    }
                }
                if (taps & 1) {
                    x[taps] = x[taps - 1];
                    steps[taps] = steps[taps - 1];
                }
                // Inside the image strips of pixels share weights and the look-up of the taps; at its edges each
                // pixel has taps of its own.
                const ptrdiff_t end = ox < first || ox >= last ? ox + 1 : last;
                while (ox < end) {
                    const ptrdiff_t index = oy * w->output_width + ox;
                    const ptrdiff_t count = end - ox >= STRIP ? STRIP : 1;
                    if (count == STRIP) {
                        pixels(STRIP, pairs, chunk_pairs, x, steps, weights, &args->epilogue, &limits, index, channel,
                               args->channels);
                    } else {
                        pixels(1, pairs, chunk_pairs, x, steps, weights, &args->epilogue, &limits, index, channel,
                               args->channels);
                    }
                    ox += count;
                    for (ptrdiff_t t = 0; ox < end && t < 2 * pairs; t++) {
                        x[t] += count * steps[t];
                    }
                }
            }
        }
    }
    return mant_saturations_x8(&limits);
}

#endif
