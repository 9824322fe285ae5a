/// Where the tiles of mant_winograd_tiles lie.
#pragma once

#include "mantissa_kernels.h"

/// The place of one tile.
typedef struct mant_winograd_tile {
    ptrdiff_t image;
    /// First output row and column.
    ptrdiff_t row, column;
} mant_winograd_tile;

static inline mant_winograd_tile mant_winograd_tile_at(const mant_winograd_tiles *tiles, ptrdiff_t tile) {
    const ptrdiff_t columns = (tiles->output_width + 1) / 2, rows = (tiles->output_height + 1) / 2;
    return (mant_winograd_tile){
        .image = tile / columns / rows,
        .row = tile / columns % rows * 2,
        .column = tile % columns * 2,
    };
}

/// The tile after `tile`.
static inline void mant_winograd_tile_advance(const mant_winograd_tiles *tiles, mant_winograd_tile *tile) {
    tile->column += 2;
    if (tile->column >= tiles->output_width) {
        tile->column = 0;
        tile->row += 2;
        if (tile->row >= tiles->output_height) {
            tile->row = 0;
            tile->image++;
        }
    }
}

/// The output pixel of (y, x) in 0...1 of a tile, counted from pixel (0, 0) of image 0; -1 if it lies outside the
/// image.
static inline ptrdiff_t mant_winograd_pixel(const mant_winograd_tiles *tiles, const mant_winograd_tile *tile, int y,
                                            int x) {
    const ptrdiff_t row = tile->row + y, column = tile->column + x;
    if (row >= tiles->output_height || column >= tiles->output_width) {
        return -1;
    }
    return (tile->image * tiles->output_height + row) * tiles->output_width + column;
}

/// The sixteen input pixels of a tile; those in the padding are `zeros`.
///
/// Channel c of pixel p is pixels[p][c & mask[p]] when c is a multiple of the length of `zeros`: mask is 0 for the
/// padding and -1 for the image.
typedef struct mant_winograd_pixels {
    const int16_t *pixels[16];
    ptrdiff_t mask[16];
} mant_winograd_pixels;

static inline void mant_winograd_pixels_make(mant_winograd_pixels *result, const mant_i16_winograd_input_args *args,
                                             const mant_winograd_tile *tile, const int16_t *zeros) {
    const mant_winograd_tiles *tiles = &args->tiles;
    const ptrdiff_t y0 = tile->row - tiles->pad_top, x0 = tile->column - tiles->pad_left;
    const ptrdiff_t line = tiles->width * args->input_stride;
    const ptrdiff_t first = ((tile->image * tiles->height + y0) * tiles->width + x0) * args->input_stride;
    for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 4; x++) {
            const int inside = y0 + y >= 0 && y0 + y < tiles->height && x0 + x >= 0 && x0 + x < tiles->width;
            result->pixels[4 * y + x] = inside ? args->input + (first + y * line + x * args->input_stride) : zeros;
            result->mask[4 * y + x] = inside ? -1 : 0;
        }
    }
}
