/// What the instruction sets share of depthwise convolution by strips: neighbouring output pixels that read two rows of
/// the input interleaved, so that a dot product of pairs takes a tap of each, and that share the rows for all
/// horizontal taps.
#pragma once

#include "mantissa_kernels.h"

enum {
    MANT_STRIP_MAX_ROW_PAIRS = 16,
    MANT_STRIP_MAX_KERNEL_WIDTH = 7,
    /// Output rows that use weights interleaved once.
    MANT_STRIP_ROWS = 8
};

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
