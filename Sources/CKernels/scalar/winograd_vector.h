/// Winograd's F(2x2,3x3) for vectors of any length: what mant_i16_winograd_input_args and
/// mant_i16_winograd_args say, `TILES` tiles and `NR` columns (two vectors) at a time: sixteen products of TILES x NR,
/// which stay in the first-level cache, then the output transform.
///
/// Include the instruction set's names.h first, and define TILES, NR, WINOGRAD_MULTIPLICATIONS(X) (X of every number
/// from 1 to TILES) and
///
///     CHANNELS                      channels of a vector_i16, which the input transform takes at once
///     load_channels(p, count)       that many channels or `count`, then zeros
///     fill_channels(value, count)   the same of one value
///     prefetch_weights(b)
///     most_tiles(channels)          TILES, or twice as many
#include "winograd_tile.h"

VECTOR_INLINE void transform_input(const mant_i16_winograd_input_args *args) {
    static const int16_t zeros[CHANNELS] __attribute__((aligned(64)));
    const ptrdiff_t channels = args->channels;
    mant_winograd_tile tile = mant_winograd_tile_at(&args->tiles, args->tiles.begin);
    int16_t *output = args->output;
    for (ptrdiff_t t = args->tiles.begin; t < args->tiles.end; t++) {
        mant_winograd_pixels in;
        mant_winograd_pixels_make(&in, args, &tile, zeros);
        for (ptrdiff_t c = 0; c < channels; c += CHANNELS) {
            vector_i16 r[4][4];
#pragma clang loop unroll(full)
            for (int x = 0; x < 4; x++) {
                vector_i16 d[4];
#pragma clang loop unroll(full)
                for (int y = 0; y < 4; y++) {
                    const int p = 4 * y + x;
                    d[y] = load_channels(in.pixels[p] + (c & in.mask[p]), channels - c);
                }
                r[0][x] = sub_i16(d[0], d[2]);
                r[1][x] = add_i16(d[1], d[2]);
                r[2][x] = sub_i16(d[2], d[1]);
                r[3][x] = sub_i16(d[1], d[3]);
            }
#pragma clang loop unroll(full)
            for (int y = 0; y < 4; y++) {
                vector_i16 sum = add_i16(r[y][1], r[y][2]);
                if (y == 1) {
                    sum = sub_i16(sum, fill_channels(args->offset, channels - c));
                }
                int16_t *row = output + c + 4 * y * args->position_stride;
                store(row, sub_i16(r[y][0], r[y][2]));
                store(row + args->position_stride, sum);
                store(row + 2 * args->position_stride, sub_i16(r[y][2], r[y][1]));
                store(row + 3 * args->position_stride, sub_i16(r[y][1], r[y][3]));
            }
        }
        output += args->tile_stride;
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

/// m[i] = start + the products of `tiles` tiles with one position's weights.
VECTOR_INLINE void multiply(const int tiles, const int16_t *a, ptrdiff_t a_stride, const int16_t *b, ptrdiff_t pairs,
                            const vector_i32 *start, vector_i32 (*m)[2]) {
    vector_i32 acc[TILES][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        acc[i][0] = start[0];
        acc[i][1] = start[1];
    }
    // Unrolled, clang splits vpdpwssd into vpmaddwd and vpaddd.
#pragma clang loop unroll(disable)
    for (ptrdiff_t p = 0; p < pairs; p++, b += NR * 2) {
        prefetch_weights(b);
        const vector_i16 b0 = load_aligned(b), b1 = load_aligned(b + NR);
#pragma clang loop unroll(full)
        for (int i = 0; i < tiles; i++) {
            int32_t pair;
            memcpy(&pair, a + i * a_stride + 2 * p, sizeof pair);
            const vector_i16 ai = broadcast_pair(pair);
            acc[i][0] = dot(acc[i][0], ai, b0);
            acc[i][1] = dot(acc[i][1], ai, b1);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        m[i][0] = acc[i][0];
        m[i][1] = acc[i][1];
    }
}

#define MULTIPLICATION(TILES_)                                                                                   \
    VECTOR_FUNCTION static void multiply_##TILES_(const int16_t *a, ptrdiff_t a_stride, const int16_t *b,        \
                                                  ptrdiff_t pairs, const vector_i32 *start, vector_i32(*m)[2]) { \
        multiply(TILES_, a, a_stride, b, pairs, start, m);                                                       \
    }
WINOGRAD_MULTIPLICATIONS(MULTIPLICATION)

typedef void (*multiply_fn)(const int16_t *, ptrdiff_t, const int16_t *, ptrdiff_t, const vector_i32 *,
                            vector_i32 (*)[2]);

/// (a + b) / 2 and (a - b) / 2 for a and b of equal parity, exact wherever the result fits.
VECTOR_INLINE void halves(vector_i32 a, vector_i32 b, vector_i32 *sum, vector_i32 *difference) {
    *difference = sub_i32(halve_i32(a), halve_i32(b));
    *sum = add_i32(b, *difference);
}

/// The four outputs of one tile in one of the panel's vectors: y[2 * row + column].
VECTOR_INLINE void transform_output(vector_i32 (*m)[2 * TILES][2], int i, int v, vector_i32 *y) {
    vector_i32 z[4][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < 4; r++) {
        vector_i32 sum, difference;
        halves(m[4 * r + 1][i][v], m[4 * r + 2][i][v], &sum, &difference);
        z[r][0] = add_i32(m[4 * r][i][v], sum);
        z[r][1] = sub_i32(difference, m[4 * r + 3][i][v]);
    }
#pragma clang loop unroll(full)
    for (int x = 0; x < 2; x++) {
        vector_i32 sum, difference;
        halves(z[1][x], z[2][x], &sum, &difference);
        y[x] = add_i32(z[0][x], sum);
        y[2 + x] = sub_i32(difference, z[3][x]);
    }
}

/// Tiles first..<first + count, at most twice TILES, in the columns of one panel.
VECTOR_FUNCTION static void tile_group(const mant_i16_winograd_args *args, ptrdiff_t first, int count,
                                       const int16_t *panel, ptrdiff_t column, vector_limits *limits) {
#define MULTIPLICATION_NAME(TILES_) multiply_##TILES_,
    static const multiply_fn multiplications[TILES + 1] = {NULL, WINOGRAD_MULTIPLICATIONS(MULTIPLICATION_NAME)};
    vector_i32 m[16][2 * TILES][2];
    vector_f32 sum[2 * TILES][4][2];
    // One half, or two of nearly equal size: 16 tiles are 8 + 8, not 14 + 2.
    const int half = count > TILES ? (count + 1) / 2 : count;
    const int16_t *weights = panel;
    const int16_t *input = args->input + (first - args->tiles.begin) * args->tile_stride;
    const int32_t *start = args->start + column;
    for (ptrdiff_t begin = 0; begin < args->channels; begin += args->channel_block) {
        const ptrdiff_t left = args->channels - begin;
        const ptrdiff_t pairs = ((left < args->channel_block ? left : args->channel_block) + 1) / 2;
        const vector_i32 zero[2] = {zero_i32(), zero_i32()};
        const vector_i32 centre[2] = {load(start), load(start + NR / 2)};
        for (int p = 0; p < 16; p++) {
            const vector_i32 *from = p == 5 ? centre : zero;
            const int16_t *a = input + p * args->position_stride + begin;
            multiplications[half](a, args->tile_stride, weights, pairs, from, m[p]);
            if (count > half) {
                multiplications[count - half](a + half * args->tile_stride, args->tile_stride, weights, pairs, from,
                                              m[p] + half);
            }
            weights += pairs * NR * 2;
        }
        start += args->start_stride;
        for (int v = 0; v < 2; v++) {
            const vector_i32 bias = begin == 0 ? load(args->epilogue.bias + column + NR / 2 * v) : zero_i32();
            for (int i = 0; i < count; i++) {
                vector_i32 y[4];
                transform_output(m, i, v, y);
#pragma clang loop unroll(full)
                for (int o = 0; o < 4; o++) {
                    const vector_f32 f = to_f32(add_i32(y[o], bias));
                    sum[i][o][v] = begin == 0 ? f : add_f32(sum[i][o][v], f);
                }
            }
        }
    }
    mant_winograd_tile tile = mant_winograd_tile_at(&args->tiles, first);
    for (int i = 0; i < count; i++) {
        for (int o = 0; o < 4; o += 2) {
            // Neighbouring pixels of one row of the output.
            const ptrdiff_t left = mant_winograd_pixel(&args->tiles, &tile, o / 2, 0);
            if (left >= 0 && mant_winograd_pixel(&args->tiles, &tile, o / 2, 1) >= 0) {
                write_rows(2, &args->epilogue, limits, sum[i] + o, left, column, args->column_end);
            } else if (left >= 0) {
                write_rows(1, &args->epilogue, limits, sum[i] + o, left, column, args->column_end);
            }
        }
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

VECTOR_INLINE uint64_t convolve(const mant_i16_winograd_args *args) {
    vector_limits limits = vector_limits_make(&args->epilogue.limits, args->epilogue.largest);
    const ptrdiff_t count = args->tiles.end - args->tiles.begin;
    const ptrdiff_t most = most_tiles(args->channels);
    const ptrdiff_t groups = (count + most - 1) / most;
    // Only the last block may be odd.
    const ptrdiff_t pairs = (args->channels + 1) / 2;
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->weights + column * 16 * pairs * 2;
        ptrdiff_t first = args->tiles.begin;
        for (ptrdiff_t g = 0; g < groups; g++) {
            const int tiles = (int)(count / groups + (g < count % groups));
            tile_group(args, first, tiles, panel, column, &limits);
            first += tiles;
        }
    }
    return vector_saturations(&limits);
}
