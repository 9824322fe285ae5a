#include "kernels.h"

#include <string.h>

/// Copies n elements. Runs of a few channels (the first layer's RGB) are too short for memcpy's call: two overlapping
/// copies of a fixed size cover each of them.
static inline void copy(int16_t *restrict output, const int16_t *restrict input, ptrdiff_t n) {
    if (n > 32) {
        memcpy(output, input, (size_t)n * sizeof(int16_t));
    } else if (n >= 16) {
        memcpy(output, input, 32);
        memcpy(output + n - 16, input + n - 16, 32);
    } else if (n >= 8) {
        memcpy(output, input, 16);
        memcpy(output + n - 8, input + n - 8, 16);
    } else if (n >= 4) {
        memcpy(output, input, 8);
        memcpy(output + n - 4, input + n - 4, 8);
    } else {
        for (ptrdiff_t i = 0; i < n; i++) {
            output[i] = input[i];
        }
    }
}

/// Writes all taps of channels begin..<begin + channels of one output pixel; returns where the next element goes.
static int16_t *write_taps(const mant_i16_im2col_args *args, ptrdiff_t oy, ptrdiff_t ox, ptrdiff_t begin,
                           ptrdiff_t channels, int16_t *out) {
    const mant_window *w = &args->window;
    const ptrdiff_t run = w->kernel_width * channels;
    // With one group, one block and no horizontal dilation a kernel row is one contiguous run of the image.
    const int contiguous = args->input_stride == channels && w->dilation_width == 1;
    const ptrdiff_t ix0 = ox * w->stride_width - w->pad_left;
    // The part of a contiguous kernel row that lies inside the image: taps left..<right.
    ptrdiff_t left = ix0 < 0 ? -ix0 : 0;
    left = left > w->kernel_width ? w->kernel_width : left;
    ptrdiff_t right = w->width - ix0;
    right = right > w->kernel_width ? w->kernel_width : right;
    right = right < left ? left : right;
    for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
        const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
        if (iy < 0 || iy >= w->height) {
            memset(out, 0, (size_t)run * sizeof(int16_t));
            out += run;
            continue;
        }
        const int16_t *line = args->input + begin + iy * w->width * args->input_stride;
        if (contiguous) {
            if (left > 0) {
                memset(out, 0, (size_t)(left * channels) * sizeof(int16_t));
            }
            if (right > left) {
                copy(out + left * channels, line + (ix0 + left) * channels, (right - left) * channels);
            }
            if (w->kernel_width > right) {
                memset(out + right * channels, 0, (size_t)((w->kernel_width - right) * channels) * sizeof(int16_t));
            }
            out += run;
            continue;
        }
        for (ptrdiff_t x = 0; x < w->kernel_width; x++) {
            const ptrdiff_t ix = ix0 + x * w->dilation_width;
            if (ix < 0 || ix >= w->width) {
                memset(out, 0, (size_t)channels * sizeof(int16_t));
            } else {
                copy(out, line + ix * args->input_stride, channels);
            }
            out += channels;
        }
    }
    return out;
}

/// Pixels whose kernel rows are contiguous runs inside the image: `count` of them, from (oy, ox) on, in one row of the
/// output. `run` is a constant where it is known, so that a copy is a few moves.
static inline __attribute__((always_inline)) void write_inside(const mant_i16_im2col_args *args, const ptrdiff_t run,
                                                               ptrdiff_t oy, ptrdiff_t ox, ptrdiff_t count,
                                                               int16_t *output) {
    const mant_window *w = &args->window;
    const ptrdiff_t step = w->stride_width * args->channels, length = w->kernel_height * run;
    const int16_t *first = args->input + (ox * w->stride_width - w->pad_left) * args->channels;
    for (ptrdiff_t y = 0; y < w->kernel_height; y++) {
        const ptrdiff_t iy = oy * w->stride_height + y * w->dilation_height - w->pad_top;
        const int inside = iy >= 0 && iy < w->height;
        const int16_t *in = inside ? first + iy * w->width * args->channels : args->input;
        int16_t *out = output + y * run;
        for (ptrdiff_t i = 0; i < count; i++, in += inside ? step : 0, out += args->output_stride) {
            if (inside) {
                copy(out, in, run);
            } else {
                memset(out, 0, (size_t)run * sizeof(int16_t));
            }
        }
    }
    if (length & 1) {
        for (ptrdiff_t i = 0; i < count; i++) {
            output[i * args->output_stride + length] = 0;
        }
    }
}

void mant_i16_im2col__scalar(const mant_i16_im2col_args *args) {
    const mant_window *w = &args->window;
    const ptrdiff_t channels = args->channels;
    ptrdiff_t oy = args->pixel_begin / w->output_width, ox = args->pixel_begin % w->output_width;
    int16_t *output = args->output;
    // With one group, one block and no horizontal dilation kernel rows are contiguous; they lie inside the image's
    // width for output columns [first, last).
    const int contiguous = args->input_stride == channels && args->channel_block >= channels && w->dilation_width == 1;
    const ptrdiff_t first = (w->pad_left + w->stride_width - 1) / w->stride_width;
    const ptrdiff_t reach = w->width + w->pad_left - w->kernel_width;
    const ptrdiff_t last = !contiguous || reach < 0 ? 0 : reach / w->stride_width + 1;
    const ptrdiff_t run = w->kernel_width * channels;
    ptrdiff_t pixel = args->pixel_begin;
    while (pixel < args->pixel_end) {
        if (ox >= first && ox < last) {
            ptrdiff_t count = (last < w->output_width ? last : w->output_width) - ox;
            count = count < args->pixel_end - pixel ? count : args->pixel_end - pixel;
            switch (run) {
            case 9:
                write_inside(args, 9, oy, ox, count, output);
                break;
            case 21:
                write_inside(args, 21, oy, ox, count, output);
                break;
            default:
                write_inside(args, run, oy, ox, count, output);
            }
            output += count * args->output_stride;
            pixel += count;
            ox += count;
            if (ox == w->output_width) {
                ox = 0;
                oy++;
            }
            continue;
        }
        int16_t *out = output;
        for (ptrdiff_t begin = 0; begin < channels; begin += args->channel_block) {
            const ptrdiff_t left = channels - begin;
            out = write_taps(args, oy, ox, begin, left < args->channel_block ? left : args->channel_block, out);
        }
        if ((out - output) & 1) {
            *out = 0;
        }
        output += args->output_stride;
        pixel++;
        if (++ox == w->output_width) {
            ox = 0;
            oy++;
        }
    }
}
