#include "kernels.h"

#if defined(__x86_64__)

#include "../scalar/winograd_tile.h"
#include "vector.h"

/// Twice six tiles and sixteen columns at a time: sixteen products of 12 x 16, which stay in the first-level cache,
/// then the output transform.
enum { TILES = 6, NR = 16 };

/// Sixteen channels; those from `count` on are zero.
MANT_AVX2_INLINE __m256i load_channels(const int16_t *p, ptrdiff_t count) {
    if (count >= 16) {
        return _mm256_loadu_si256((const __m256i *)p);
    }
    int16_t copy[16] = {0};
    memcpy(copy, p, (size_t)count * sizeof(int16_t));
    return _mm256_loadu_si256((const __m256i *)copy);
}

MANT_AVX2_INLINE void store_channels(int16_t *p, __m256i v) {
    _mm256_storeu_si256((__m256i *)p, v);
}

MANT_AVX2 void mant_i16_winograd_input__avx2(const mant_i16_winograd_input_args *args) {
    static const int16_t zeros[16] __attribute__((aligned(32)));
    const ptrdiff_t channels = args->channels;
    mant_winograd_tile tile = mant_winograd_tile_at(&args->tiles, args->tiles.begin);
    int16_t *output = args->output;
    for (ptrdiff_t t = args->tiles.begin; t < args->tiles.end; t++) {
        mant_winograd_pixels in;
        mant_winograd_pixels_make(&in, args, &tile, zeros);
        for (ptrdiff_t c = 0; c < channels; c += 16) {
            __m256i r[4][4];
            // Beyond the last channel everything is zero, the offset too.
            int16_t offsets[16];
            for (int i = 0; i < 16; i++) {
                offsets[i] = c + i < channels ? args->offset : 0;
            }
            const __m256i offset = _mm256_loadu_si256((const __m256i *)offsets);
#pragma clang loop unroll(full)
            for (int x = 0; x < 4; x++) {
                __m256i d[4];
#pragma clang loop unroll(full)
                for (int y = 0; y < 4; y++) {
                    const int p = 4 * y + x;
                    d[y] = load_channels(in.pixels[p] + (c & in.mask[p]), channels - c);
                }
                r[0][x] = _mm256_sub_epi16(d[0], d[2]);
                r[1][x] = _mm256_add_epi16(d[1], d[2]);
                r[2][x] = _mm256_sub_epi16(d[2], d[1]);
                r[3][x] = _mm256_sub_epi16(d[1], d[3]);
            }
#pragma clang loop unroll(full)
            for (int y = 0; y < 4; y++) {
                const __m256i sum = _mm256_add_epi16(r[y][1], r[y][2]);
                int16_t *row = output + c + 4 * y * args->position_stride;
                store_channels(row, _mm256_sub_epi16(r[y][0], r[y][2]));
                store_channels(row + args->position_stride, y == 1 ? _mm256_sub_epi16(sum, offset) : sum);
                store_channels(row + 2 * args->position_stride, _mm256_sub_epi16(r[y][2], r[y][1]));
                store_channels(row + 3 * args->position_stride, _mm256_sub_epi16(r[y][1], r[y][3]));
            }
        }
        output += args->tile_stride;
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

/// m[i] = start + the products of `tiles` tiles with one position's weights.
MANT_AVX2_INLINE void multiply(const int tiles, const int16_t *a, ptrdiff_t a_stride, const int16_t *b, ptrdiff_t pairs,
                               const __m256i *start, __m256i (*m)[2]) {
    __m256i acc[TILES][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        acc[i][0] = start[0];
        acc[i][1] = start[1];
    }
#pragma clang loop unroll(disable)
    for (ptrdiff_t p = 0; p < pairs; p++, b += NR * 2) {
        const __m256i b0 = _mm256_load_si256((const __m256i *)b);
        const __m256i b1 = _mm256_load_si256((const __m256i *)(b + 16));
#pragma clang loop unroll(full)
        for (int i = 0; i < tiles; i++) {
            int32_t pair;
            memcpy(&pair, a + i * a_stride + 2 * p, sizeof pair);
            const __m256i ai = _mm256_set1_epi32(pair);
            acc[i][0] = _mm256_add_epi32(acc[i][0], _mm256_madd_epi16(ai, b0));
            acc[i][1] = _mm256_add_epi32(acc[i][1], _mm256_madd_epi16(ai, b1));
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        m[i][0] = acc[i][0];
        m[i][1] = acc[i][1];
    }
}

#define MULTIPLY(TILES_)                                                                                             \
    MANT_AVX2 static void multiply_##TILES_(const int16_t *a, ptrdiff_t a_stride, const int16_t *b, ptrdiff_t pairs, \
                                            const __m256i *start, __m256i(*m)[2]) {                                  \
        multiply(TILES_, a, a_stride, b, pairs, start, m);                                                           \
    }
MULTIPLY(1)
MULTIPLY(2)
MULTIPLY(3)
MULTIPLY(4)
MULTIPLY(5)
MULTIPLY(6)

typedef void (*multiply_fn)(const int16_t *, ptrdiff_t, const int16_t *, ptrdiff_t, const __m256i *, __m256i (*)[2]);

/// (a + b) / 2 and (a - b) / 2 for a and b of equal parity, exact wherever the result fits.
MANT_AVX2_INLINE void halves(__m256i a, __m256i b, __m256i *sum, __m256i *difference) {
    *difference = _mm256_sub_epi32(_mm256_srai_epi32(a, 1), _mm256_srai_epi32(b, 1));
    *sum = _mm256_add_epi32(b, *difference);
}

/// The four outputs of one tile in eight columns: y[2 * row + column].
MANT_AVX2_INLINE void transform(__m256i (*m)[2 * TILES][2], int i, int v, __m256i *y) {
    __m256i z[4][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < 4; r++) {
        __m256i sum, difference;
        halves(m[4 * r + 1][i][v], m[4 * r + 2][i][v], &sum, &difference);
        z[r][0] = _mm256_add_epi32(m[4 * r][i][v], sum);
        z[r][1] = _mm256_sub_epi32(difference, m[4 * r + 3][i][v]);
    }
#pragma clang loop unroll(full)
    for (int x = 0; x < 2; x++) {
        __m256i sum, difference;
        halves(z[1][x], z[2][x], &sum, &difference);
        y[x] = _mm256_add_epi32(z[0][x], sum);
        y[2 + x] = _mm256_sub_epi32(difference, z[3][x]);
    }
}

/// Tiles first..<first + count, at most twice six, in the columns of one panel.
MANT_AVX2 static void tile_group(const mant_i16_winograd_args *args, ptrdiff_t first, int count, const int16_t *panel,
                                 ptrdiff_t column, mant_limits_x8 *limits) {
    static const multiply_fn multiplications[TILES + 1] = {
        NULL, multiply_1, multiply_2, multiply_3, multiply_4, multiply_5, multiply_6,
    };
    const mant_epilogue *e = &args->epilogue;
    __m256i m[16][2 * TILES][2];
    __m256 sum[2 * TILES][4][2];
    const int half = count > TILES ? (count + 1) / 2 : count;
    const int16_t *weights = panel;
    const int16_t *input = args->input + (first - args->tiles.begin) * args->tile_stride;
    const int32_t *start = args->start + column;
    const int32_t *bias = e->bias + column;
    for (ptrdiff_t begin = 0; begin < args->channels; begin += args->channel_block) {
        const ptrdiff_t left = args->channels - begin;
        const ptrdiff_t pairs = ((left < args->channel_block ? left : args->channel_block) + 1) / 2;
        const __m256i zero[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
        const __m256i centre[2] = {_mm256_loadu_si256((const __m256i *)start),
                                   _mm256_loadu_si256((const __m256i *)(start + 8))};
        for (int p = 0; p < 16; p++) {
            const __m256i *from = p == 5 ? centre : zero;
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
            const __m256i first_bias =
                begin == 0 ? _mm256_loadu_si256((const __m256i *)(bias + 8 * v)) : _mm256_setzero_si256();
            for (int i = 0; i < count; i++) {
                __m256i y[4];
                transform(m, i, v, y);
#pragma clang loop unroll(full)
                for (int o = 0; o < 4; o++) {
                    const __m256 f = _mm256_cvtepi32_ps(_mm256_add_epi32(y[o], first_bias));
                    sum[i][o][v] = begin == 0 ? f : _mm256_add_ps(sum[i][o][v], f);
                }
            }
        }
    }
    mant_winograd_tile tile = mant_winograd_tile_at(&args->tiles, first);
    const ptrdiff_t columns = args->column_end - column;
    for (int i = 0; i < count; i++) {
        for (int o = 0; o < 4; o += 2) {
            // Neighbouring pixels of one row of the output.
            const ptrdiff_t left = mant_winograd_pixel(&args->tiles, &tile, o / 2, 0);
            if (left >= 0 && mant_winograd_pixel(&args->tiles, &tile, o / 2, 1) >= 0) {
                mant_epilogue_rows_x16(2, e, limits, sum[i] + o, left, column, columns);
            } else if (left >= 0) {
                mant_epilogue_rows_x16(1, e, limits, sum[i] + o, left, column, columns);
            }
        }
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

MANT_AVX2 uint64_t mant_i16_winograd_6x16__avx2(const mant_i16_winograd_args *args) {
    const ptrdiff_t count = args->tiles.end - args->tiles.begin;
    const ptrdiff_t groups = (count + 2 * TILES - 1) / (2 * TILES);
    // Only the last block may be odd.
    const ptrdiff_t pairs = (args->channels + 1) / 2;
    mant_limits_x8 limits = mant_limits_x8_make(&args->epilogue.limits, args->epilogue.largest);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->weights + column * 16 * pairs * 2;
        ptrdiff_t first = args->tiles.begin;
        for (ptrdiff_t g = 0; g < groups; g++) {
            const int tiles = (int)(count / groups + (g < count % groups));
            tile_group(args, first, tiles, panel, column, &limits);
            first += tiles;
        }
    }
    return mant_saturations_x8(&limits);
}

#endif
