/// Depthwise convolution for vectors of any length, a block of channels (one vector_i16) at a time.
///
/// Pairs of taps are interleaved, so that a dot product of pairs takes both. Where it can, it goes by strips:
/// neighbouring output pixels read two rows of the input interleaved, and share them for all horizontal taps.
///
/// Include the instruction set's names.h first, and define BLOCK (channels of a vector), STRIP_PIXELS (the most pixels
/// of a strip), STRIP_COUNTS(X, ...) (X(..., count) of every number from 1 to STRIP_PIXELS) and
///
///     interleave_low(upper, lower), interleave_high   half of the channels each, a pair of elements for each channel
///     ordered(low, high, half)                        sums of one half (0 or 1) of the block's channels, in order

enum {
    /// Windows of more taps are left to the scalar kernel.
    MAX_TAPS = 128,
    MAX_PAIRS = MAX_TAPS / 2,
    /// Pixels that share the look-up of their taps.
    PIXELS = 4,
    MANT_STRIP_MAX_ROW_PAIRS = 16,
    MANT_STRIP_MAX_KERNEL_WIDTH = 7,
    /// Output rows that use weights interleaved once.
    MANT_STRIP_ROWS = 8
};

/// What a tap in the padding reads.
static const int16_t zeros[BLOCK];

/// Two taps' weights of a block; zeros for the second where there is none.
VECTOR_INLINE void interleave_weights(int16_t *pair, const int16_t *first, const int16_t *second) {
    const vector_i16 w0 = load_aligned(first), w1 = second != NULL ? load_aligned(second) : zero_i32();
    store_aligned(pair, interleave_low(w0, w1));
    store_aligned(pair + BLOCK, interleave_high(w0, w1));
}

/// The rows of the image that a pair of kernel rows reads: their first pixel, and how far the next one is. A row in the
/// padding is zeros, again and again.
typedef struct mant_row_pair {
    const int16_t *upper, *lower;
    ptrdiff_t upper_step, lower_step;
} mant_row_pair;

/// Whether strips compute the window: all taps in one exact sum, neighbouring columns of kernel_width 3, 5 or 7.
static inline int mant_strips_fit(const mant_i16_dwconv_args *args) {
    const mant_window *w = &args->window;
    if (args->chunk < w->kernel_height * w->kernel_width || w->dilation_width != 1 ||
        w->kernel_height > 2 * MANT_STRIP_MAX_ROW_PAIRS) {
        return 0;
    }
    const int narrow = w->kernel_width == 3 || w->kernel_width == 5;
    return (narrow && w->stride_width <= 2) || (w->kernel_width == 7 && w->stride_width == 1);
}

/// The rows that output row `oy` reads from `channel` on; `zeros` has as many channels as one strip.
static inline void mant_strip_rows(const mant_i16_dwconv_args *args, ptrdiff_t oy, ptrdiff_t channel,
                                   const int16_t *zeros, mant_row_pair *rows) {
    const mant_window *w = &args->window;
    for (ptrdiff_t y = 0; y < (w->kernel_height + 1) / 2 * 2; y++) {
        const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
        // Behind an odd last row comes one of zero weights.
        const int inside = y < w->kernel_height && iy >= 0 && iy < w->height;
        const int16_t *first = inside ? args->input + iy * w->width * args->input_stride + channel : zeros;
        const ptrdiff_t step = inside ? args->input_stride : 0;
        if (y % 2 == 0) {
            rows[y / 2].upper = first;
            rows[y / 2].upper_step = step;
        } else {
            rows[y / 2].lower = first;
            rows[y / 2].lower_step = step;
        }
    }
}

/// `count` neighbouring output pixels of one block of channels, all taps in one exact sum. `x` is the first pixel's
/// first tap, which may lie in the padding.
VECTOR_INLINE void strip(const int count, const int kernel_width, const int stride, const ptrdiff_t row_pairs,
                         const mant_row_pair *rows, const ptrdiff_t width, const ptrdiff_t x, const int16_t *weights,
                         const mant_epilogue *e, vector_limits *limits, ptrdiff_t index, ptrdiff_t channel,
                         ptrdiff_t channels) {
    vector_i32 low[STRIP_PIXELS], high[STRIP_PIXELS];
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) {
        low[i] = zero_i32();
        high[i] = zero_i32();
    }
#pragma clang loop unroll(disable)
    for (ptrdiff_t r = 0; r < row_pairs; r++, weights += kernel_width * 2 * BLOCK) {
        const mant_row_pair row = rows[r];
#pragma clang loop unroll(full)
        for (int j = 0; j < (count - 1) * stride + kernel_width; j++) {
            const int inside = (size_t)(x + j) < (size_t)width;
            const vector_i16 x0 = load(inside ? row.upper + (x + j) * row.upper_step : zeros);
            const vector_i16 x1 = load(inside ? row.lower + (x + j) * row.lower_step : zeros);
            const vector_i16 lo = interleave_low(x0, x1), hi = interleave_high(x0, x1);
#pragma clang loop unroll(full)
            for (int i = 0; i < count; i++) {
                const int tap = j - i * stride;
                if (tap >= 0 && tap < kernel_width) {
                    low[i] = dot(low[i], lo, load_aligned(weights + tap * 2 * BLOCK));
                    high[i] = dot(high[i], hi, load_aligned(weights + tap * 2 * BLOCK + BLOCK));
                }
            }
        }
    }
    vector_f32 sum[STRIP_PIXELS][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < 2; v++) {
            const vector_i32 bias = load(e->bias + channel + v * (BLOCK / 2));
            sum[i][v] = to_f32(add_i32(ordered(low[i], high[i], v), bias));
        }
    }
    write_rows(count, e, limits, sum, index, channel, channels);
}

typedef void (*strip_fn)(ptrdiff_t, const mant_row_pair *, ptrdiff_t, ptrdiff_t, const int16_t *, const mant_epilogue *,
                         vector_limits *, ptrdiff_t, ptrdiff_t, ptrdiff_t);

#define STRIP_FN(WIDTH_, STRIDE_, COUNT_)                                                                        \
    VECTOR_FUNCTION static void strip_##WIDTH_##_##STRIDE_##_##COUNT_(                                           \
        ptrdiff_t row_pairs, const mant_row_pair *rows, ptrdiff_t width, ptrdiff_t x, const int16_t *weights,    \
        const mant_epilogue *e, vector_limits *limits, ptrdiff_t index, ptrdiff_t channel, ptrdiff_t channels) { \
        strip(COUNT_, WIDTH_, STRIDE_, row_pairs, rows, width, x, weights, e, limits, index, channel, channels); \
    }
#define STRIP_NAME(WIDTH_, STRIDE_, COUNT_) strip_##WIDTH_##_##STRIDE_##_##COUNT_,
#define STRIP_FNS(WIDTH_, STRIDE_)          \
    STRIP_COUNTS(STRIP_FN, WIDTH_, STRIDE_) \
    static const strip_fn strips_##WIDTH_##_##STRIDE_[STRIP_PIXELS] = {STRIP_COUNTS(STRIP_NAME, WIDTH_, STRIDE_)};
STRIP_FNS(3, 1)
STRIP_FNS(3, 2)
STRIP_FNS(5, 1)
STRIP_FNS(5, 2)
STRIP_FNS(7, 1)

/// By the number of pixels, 1 to STRIP_PIXELS; null for windows whose taps are looked up one by one.
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
VECTOR_FUNCTION static void convolve_by_strips(const mant_i16_dwconv_args *args, const strip_fn *strips,
                                               vector_limits *limits) {
    const mant_window *w = &args->window;
    const ptrdiff_t row_pairs = (w->kernel_height + 1) / 2;
    const ptrdiff_t strips_per_row = (w->output_width + STRIP_PIXELS - 1) / STRIP_PIXELS;
    int16_t weights[MANT_STRIP_MAX_ROW_PAIRS * MANT_STRIP_MAX_KERNEL_WIDTH * 2 * BLOCK] __attribute__((aligned(64)));
    mant_row_pair rows[MANT_STRIP_MAX_ROW_PAIRS];
    for (ptrdiff_t group = args->row_begin; group < args->row_end; group += MANT_STRIP_ROWS) {
        const ptrdiff_t group_end = group + MANT_STRIP_ROWS < args->row_end ? group + MANT_STRIP_ROWS : args->row_end;
        for (ptrdiff_t channel = 0; channel < args->channels; channel += BLOCK) {
            for (ptrdiff_t y = 0; y < row_pairs * 2; y += 2) {
                for (ptrdiff_t k = 0; k < w->kernel_width; k++) {
                    const int16_t *tap = args->weights + (y * w->kernel_width + k) * args->weights_stride + channel;
                    interleave_weights(weights + (y / 2 * w->kernel_width + k) * 2 * BLOCK, tap,
                                       y + 1 < w->kernel_height ? tap + w->kernel_width * args->weights_stride : NULL);
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

/// `count` neighbouring output pixels of one block of channels: x[t] is tap t of the first pixel, steps[t] leads to the
/// next pixel. A last single tap is paired with itself and zero weights.
VECTOR_INLINE void pixels(const int count, const ptrdiff_t pairs, ptrdiff_t chunk_pairs, const int16_t *const *x,
                          const ptrdiff_t *steps, const int16_t *weights, const mant_epilogue *e, vector_limits *limits,
                          ptrdiff_t index, ptrdiff_t channel, ptrdiff_t channels) {
    vector_f32 sum[PIXELS][2];
    for (ptrdiff_t begin = 0; begin < pairs; begin += chunk_pairs) {
        const ptrdiff_t end = pairs - begin > chunk_pairs ? begin + chunk_pairs : pairs;
        vector_i32 low[PIXELS], high[PIXELS];
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
            low[i] = zero_i32();
            high[i] = zero_i32();
        }
#pragma clang loop unroll(disable)
        for (ptrdiff_t p = begin; p < end; p++) {
            const vector_i16 w0 = load_aligned(weights + p * 2 * BLOCK);
            const vector_i16 w1 = load_aligned(weights + p * 2 * BLOCK + BLOCK);
            const int16_t *left = x[2 * p], *right = x[2 * p + 1];
            const ptrdiff_t left_step = steps[2 * p], right_step = steps[2 * p + 1];
#pragma clang loop unroll(full)
            for (int i = 0; i < count; i++) {
                const vector_i16 x0 = load(left + i * left_step), x1 = load(right + i * right_step);
                low[i] = dot(low[i], interleave_low(x0, x1), w0);
                high[i] = dot(high[i], interleave_high(x0, x1), w1);
            }
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
            vector_i32 acc0 = ordered(low[i], high[i], 0), acc1 = ordered(low[i], high[i], 1);
            if (begin == 0) {
                acc0 = add_i32(acc0, load(e->bias + channel));
                acc1 = add_i32(acc1, load(e->bias + channel + BLOCK / 2));
            }
            const vector_f32 f0 = to_f32(acc0), f1 = to_f32(acc1);
            sum[i][0] = begin == 0 ? f0 : add_f32(sum[i][0], f0);
            sum[i][1] = begin == 0 ? f1 : add_f32(sum[i][1], f1);
        }
    }
    write_rows(count, e, limits, sum, index, channel, channels);
}

/// The convolution by taps that are looked up pixel by pixel at the edges: any window of up to MAX_TAPS taps.
VECTOR_FUNCTION static void convolve_by_taps(const mant_i16_dwconv_args *args, vector_limits *limits) {
    const mant_window *w = &args->window;
    const ptrdiff_t taps = w->kernel_height * w->kernel_width, pairs = (taps + 1) / 2;
    const ptrdiff_t chunk_pairs = args->chunk >= taps ? pairs : args->chunk / 2;
    const ptrdiff_t step = w->stride_width * args->input_stride;
    // Output columns whose taps all lie inside the image: [first, last).
    const ptrdiff_t reach = (w->kernel_width - 1) * w->dilation_width;
    ptrdiff_t first = (w->pad_left + w->stride_width - 1) / w->stride_width;
    ptrdiff_t last =
        w->width + w->pad_left - reach <= 0 ? 0 : (w->width + w->pad_left - reach - 1) / w->stride_width + 1;
    first = first < w->output_width ? first : w->output_width;
    last = last < w->output_width ? last : w->output_width;
    last = last < first ? first : last;
    int16_t weights[MAX_PAIRS * 2 * BLOCK] __attribute__((aligned(64)));
    const int16_t *x[MAX_TAPS];
    ptrdiff_t steps[MAX_TAPS];
    for (ptrdiff_t oy = args->row_begin; oy < args->row_end; oy++) {
        for (ptrdiff_t channel = 0; channel < args->channels; channel += BLOCK) {
            for (ptrdiff_t p = 0; p < pairs; p++) {
                const int16_t *tap = args->weights + 2 * p * args->weights_stride + channel;
                interleave_weights(weights + p * 2 * BLOCK, tap, 2 * p + 1 < taps ? tap + args->weights_stride : NULL);
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
                // Inside the image some pixels share weights and the look-up of the taps; at its edges each has taps of
                // its own.
                const ptrdiff_t end = ox < first || ox >= last ? ox + 1 : last;
                while (ox < end) {
                    const ptrdiff_t index = oy * w->output_width + ox;
                    const ptrdiff_t count = end - ox >= PIXELS ? PIXELS : 1;
                    if (count == PIXELS) {
                        pixels(PIXELS, pairs, chunk_pairs, x, steps, weights, &args->epilogue, limits, index, channel,
                               args->channels);
                    } else {
                        pixels(1, pairs, chunk_pairs, x, steps, weights, &args->epilogue, limits, index, channel,
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
}

VECTOR_INLINE uint64_t convolve(const mant_i16_dwconv_args *args) {
    const strip_fn *strips = strips_for(args);
    if (strips == NULL && args->window.kernel_height * args->window.kernel_width > MAX_TAPS) {
        return mant_i16_dwconv__scalar(args);
    }
    vector_limits limits = vector_limits_make(&args->epilogue.limits, args->epilogue.largest);
    if (strips != NULL) {
        convolve_by_strips(args, strips, &limits);
    } else {
        convolve_by_taps(args, &limits);
    }
    return vector_saturations(&limits);
}
