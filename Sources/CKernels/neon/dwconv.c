#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

enum { BLOCK = 8, MAX_TAPS = 128, STRIP = 8 };

/// The taps of an output pixel that lie inside the image, in the order of the definition.
typedef struct tap_list {
    /// Channel 0 of what a tap reads, and of its weights.
    const int16_t *input[MAX_TAPS], *weights[MAX_TAPS];
    /// The end of each chunk's taps in the two lists.
    ptrdiff_t ends[MAX_TAPS];
    ptrdiff_t chunks;
} tap_list;

/// The taps of output pixel (oy, ox). Those in the padding add nothing to their chunk's sum.
static void look_up(tap_list *taps, const mant_i16_dwconv_args *args, ptrdiff_t padded, ptrdiff_t oy, ptrdiff_t ox) {
    const mant_window *w = &args->window;
    ptrdiff_t count = 0, tap = 0, left = args->chunk;
    taps->chunks = 0;
    for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
        const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
        for (ptrdiff_t x = 0; x < w->kernel_width; x++, tap++, left--) {
            if (left == 0) {
                taps->ends[taps->chunks++] = count;
                left = args->chunk;
            }
            const ptrdiff_t ix = ox * w->stride_width + x * w->dilation_width - w->pad_left;
            if (iy >= 0 && iy < w->height && ix >= 0 && ix < w->width) {
                taps->input[count] = args->input + (iy * w->width + ix) * args->input_stride;
                taps->weights[count] = args->weights + tap * padded;
                count++;
            }
        }
    }
    taps->ends[taps->chunks++] = count;
}

/// `count` neighbouring output pixels, 8 channels: 2 * count accumulators, 1 register of weights. The taps are those of
/// the first pixel, `step` leads to the next one's.
MANT_NEON_INLINE void pixels(const int count, const tap_list *taps, ptrdiff_t step, const mant_epilogue *e,
                             mant_limits_x4 *limits, ptrdiff_t index, ptrdiff_t channel, ptrdiff_t channels) {
    mant_f32x8 sum[STRIP];
    int32x4_t acc[STRIP][2];
    MANT_UNROLL
    for (int i = 0; i < count; i++) {
        acc[i][0] = vld1q_s32(e->bias + channel);
        acc[i][1] = vld1q_s32(e->bias + channel + 4);
    }
    ptrdiff_t chunk = 0, t = 0;
    do {
        if (chunk > 0) {
            MANT_UNROLL
            for (int i = 0; i < count; i++) {
                acc[i][0] = vdupq_n_s32(0);
                acc[i][1] = vdupq_n_s32(0);
            }
        }
        for (; t < taps->ends[chunk]; t++) {
            const int16x8_t w = vld1q_s16(taps->weights[t] + channel);
            const int16_t *input = taps->input[t] + channel;
            MANT_UNROLL
            for (int i = 0; i < count; i++, input += step) {
                const int16x8_t x = vld1q_s16(input);
                acc[i][0] = vmlal_s16(acc[i][0], vget_low_s16(x), vget_low_s16(w));
                acc[i][1] = vmlal_high_s16(acc[i][1], x, w);
            }
        }
        MANT_UNROLL
        for (int i = 0; i < count; i++) {
            sum[i] = mant_chunk_x8(chunk == 0, sum[i], acc[i][0], acc[i][1]);
        }
    } while (++chunk < taps->chunks);
    mant_epilogue_x8(count, e, limits, sum, index, channel, channels - channel);
}

// One function per length of strip, over all channels.
#define STRIP_OF(COUNT)                                                                                             \
    static void strip_##COUNT(const tap_list *taps, ptrdiff_t step, const mant_epilogue *e, mant_limits_x4 *limits, \
                              ptrdiff_t index, ptrdiff_t channels) {                                                \
        for (ptrdiff_t channel = 0; channel < channels; channel += BLOCK) {                                         \
            pixels(COUNT, taps, step, e, limits, index, channel, channels);                                         \
        }                                                                                                           \
    }
STRIP_OF(1)
STRIP_OF(2)
STRIP_OF(3)
STRIP_OF(4)
STRIP_OF(5)
STRIP_OF(6)
STRIP_OF(7)
STRIP_OF(8)

typedef void (*strip_fn)(const tap_list *, ptrdiff_t, const mant_epilogue *, mant_limits_x4 *, ptrdiff_t, ptrdiff_t);

uint64_t mant_i16_dwconv__neon(const mant_i16_dwconv_args *args) {
    static const strip_fn strip_fns[STRIP] = {strip_1, strip_2, strip_3, strip_4, strip_5, strip_6, strip_7, strip_8};
    const mant_window *w = &args->window;
    if (w->kernel_height * w->kernel_width > MAX_TAPS) {
        return mant_i16_dwconv__scalar(args);
    }
    const ptrdiff_t padded = args->weights_stride;
    const ptrdiff_t step = w->stride_width * args->input_stride;
    // Output columns whose taps all lie inside the image's columns: [first, last).
    const ptrdiff_t reach = (w->kernel_width - 1) * w->dilation_width;
    ptrdiff_t first = (w->pad_left + w->stride_width - 1) / w->stride_width;
    ptrdiff_t last =
        w->width + w->pad_left - reach <= 0 ? 0 : (w->width + w->pad_left - reach - 1) / w->stride_width + 1;
    first = first < w->output_width ? first : w->output_width;
    last = last < w->output_width ? last : w->output_width;
    last = last < first ? first : last;
    mant_limits_x4 limits = mant_limits_x4_make(&args->epilogue.limits);
    tap_list taps;
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t ox = 0; ox < w->output_width;) {
            look_up(&taps, args, padded, oy, ox);
            // Inside the image strips of nearly equal length share the weights and the look-up of the taps; at its
            // edges each pixel has taps of its own.
            const ptrdiff_t end = ox < first || ox >= last ? ox + 1 : last;
            const ptrdiff_t strips = (end - ox + STRIP - 1) / STRIP, length = (end - ox) / strips;
            const ptrdiff_t longer = (end - ox) % strips;
            for (ptrdiff_t s = 0; s < strips; s++) {
                const ptrdiff_t count = length + (s < longer);
                strip_fns[count - 1](&taps, step, &args->epilogue, &limits, oy * w->output_width + ox, args->channels);
                ox += count;
                for (ptrdiff_t t = 0; ox < end && t < taps.ends[taps.chunks - 1]; t++) {
                    taps.input[t] += count * step;
                }
            }
        }
    }
    return mant_saturations_x4(&limits);
}

#endif
