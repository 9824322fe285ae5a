/// Winograd's F(2x2,3x3) for AVX-512, once for vpmaddwd and once for vpdpwssd. Define before including: MANT_TARGET,
/// MANT_WINOGRAD and MANT_WINOGRAD_INPUT (the functions' names) and MANT_DOT(acc, a, b) = acc + the pair products.
///
/// Fourteen tiles and 32 columns at a time: sixteen products of 14 x 32, which stay in the first-level cache, then the
/// output transform.

#include "../scalar/winograd_tile.h"
#include "vector.h"

/// PREFETCH: bytes of weights ahead; they stream through once, faster than the hardware follows across pages.
enum { TILES = 14, NR = 32, PREFETCH = 4096 };

MANT_AVX512 void MANT_WINOGRAD_INPUT(const mant_i16_winograd_input_args *args) {
    static const int16_t zeros[32] __attribute__((aligned(64)));
    const ptrdiff_t channels = args->channels;
    const __m512i offset = _mm512_set1_epi16(args->offset);
    mant_winograd_tile tile = mant_winograd_tile_at(&args->tiles, args->tiles.begin);
    int16_t *output = args->output;
    for (ptrdiff_t t = args->tiles.begin; t < args->tiles.end; t++) {
        mant_winograd_pixels in;
        mant_winograd_pixels_make(&in, args, &tile, zeros);
        for (ptrdiff_t c = 0; c < channels; c += 32) {
            const __mmask32 lanes = channels - c >= 32 ? 0xFFFFFFFFu : ((__mmask32)1 << (channels - c)) - 1;
            __m512i d[4][4], r[4][4];
#pragma clang loop unroll(full)
            for (int x = 0; x < 4; x++) {
#pragma clang loop unroll(full)
                for (int y = 0; y < 4; y++) {
                    const int p = 4 * y + x;
                    d[y][x] = _mm512_maskz_loadu_epi16(lanes, in.pixels[p] + (c & in.mask[p]));
                }
                r[0][x] = _mm512_sub_epi16(d[0][x], d[2][x]);
                r[1][x] = _mm512_add_epi16(d[1][x], d[2][x]);
                r[2][x] = _mm512_sub_epi16(d[2][x], d[1][x]);
                r[3][x] = _mm512_sub_epi16(d[1][x], d[3][x]);
            }
#pragma clang loop unroll(full)
            for (int y = 0; y < 4; y++) {
                __m512i sum = _mm512_add_epi16(r[y][1], r[y][2]);
                if (y == 1) {
                    sum = _mm512_maskz_sub_epi16(lanes, sum, offset);
                }
                int16_t *row = output + c + 4 * y * args->position_stride;
                _mm512_storeu_si512(row, _mm512_sub_epi16(r[y][0], r[y][2]));
                _mm512_storeu_si512(row + args->position_stride, sum);
                _mm512_storeu_si512(row + 2 * args->position_stride, _mm512_sub_epi16(r[y][2], r[y][1]));
                _mm512_storeu_si512(row + 3 * args->position_stride, _mm512_sub_epi16(r[y][1], r[y][3]));
            }
        }
        output += args->tile_stride;
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

/// m[i] = start + the products of `tiles` tiles with one position's weights.
MANT_AVX512_INLINE void multiply(const int tiles, const int16_t *a, ptrdiff_t a_stride, const int16_t *b,
                                 ptrdiff_t pairs, const __m512i *start, __m512i (*m)[2]) {
    __m512i acc[TILES][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        acc[i][0] = start[0];
        acc[i][1] = start[1];
    }
    // Unrolled, clang splits vpdpwssd into vpmaddwd and vpaddd.
#pragma clang loop unroll(disable)
    for (ptrdiff_t p = 0; p < pairs; p++, b += NR * 2) {
        _mm_prefetch((const char *)b + PREFETCH, _MM_HINT_T0);
        _mm_prefetch((const char *)b + PREFETCH + 64, _MM_HINT_T0);
        const __m512i b0 = _mm512_load_si512(b), b1 = _mm512_load_si512(b + 32);
#pragma clang loop unroll(full)
        for (int i = 0; i < tiles; i++) {
            int32_t pair;
            memcpy(&pair, a + i * a_stride + 2 * p, sizeof pair);
            const __m512i ai = _mm512_set1_epi32(pair);
            acc[i][0] = MANT_DOT(acc[i][0], ai, b0);
            acc[i][1] = MANT_DOT(acc[i][1], ai, b1);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < tiles; i++) {
        m[i][0] = acc[i][0];
        m[i][1] = acc[i][1];
    }
}

#define MULTIPLY(TILES_)                                                                                               \
    MANT_AVX512 static void multiply_##TILES_(const int16_t *a, ptrdiff_t a_stride, const int16_t *b, ptrdiff_t pairs, \
                                              const __m512i *start, __m512i(*m)[2]) {                                  \
        multiply(TILES_, a, a_stride, b, pairs, start, m);                                                             \
    }
MULTIPLY(1)
MULTIPLY(2)
MULTIPLY(3)
MULTIPLY(4)
MULTIPLY(5)
MULTIPLY(6)
MULTIPLY(7)
MULTIPLY(8)
MULTIPLY(9)
MULTIPLY(10)
MULTIPLY(11)
MULTIPLY(12)
MULTIPLY(13)
MULTIPLY(14)

typedef void (*multiply_fn)(const int16_t *, ptrdiff_t, const int16_t *, ptrdiff_t, const __m512i *, __m512i (*)[2]);

/// (a + b) / 2 and (a - b) / 2 for a and b of equal parity, exact wherever the result fits.
MANT_AVX512_INLINE void halves(__m512i a, __m512i b, __m512i *sum, __m512i *difference) {
    *difference = _mm512_sub_epi32(_mm512_srai_epi32(a, 1), _mm512_srai_epi32(b, 1));
    *sum = _mm512_add_epi32(b, *difference);
}

/// The four outputs of one tile in sixteen columns: y[2 * row + column].
MANT_AVX512_INLINE void transform(__m512i (*m)[2 * TILES][2], int i, int v, __m512i *y) {
    __m512i z[4][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < 4; r++) {
        __m512i sum, difference;
        halves(m[4 * r + 1][i][v], m[4 * r + 2][i][v], &sum, &difference);
        z[r][0] = _mm512_add_epi32(m[4 * r][i][v], sum);
        z[r][1] = _mm512_sub_epi32(difference, m[4 * r + 3][i][v]);
    }
#pragma clang loop unroll(full)
    for (int x = 0; x < 2; x++) {
        __m512i sum, difference;
        halves(z[1][x], z[2][x], &sum, &difference);
        y[x] = _mm512_add_epi32(z[0][x], sum);
        y[2 + x] = _mm512_sub_epi32(difference, z[3][x]);
    }
}

/// Tiles first..<first + count, at most twice 14, in the columns of one panel.
MANT_AVX512 static void tile_group(const mant_i16_winograd_args *args, ptrdiff_t first, int count, const int16_t *panel,
                                   ptrdiff_t column, mant_limits_x16 *limits) {
    static const multiply_fn multiplications[TILES + 1] = {
        NULL,       multiply_1, multiply_2,  multiply_3,  multiply_4,  multiply_5,  multiply_6,  multiply_7,
        multiply_8, multiply_9, multiply_10, multiply_11, multiply_12, multiply_13, multiply_14,
    };
    const mant_epilogue *e = &args->epilogue;
    __m512i m[16][2 * TILES][2];
    __m512 sum[2 * TILES][4][2];
    // One half, or two of nearly equal size: 16 tiles are 8 + 8, not 14 + 2.
    const int half = count > TILES ? (count + 1) / 2 : count;
    const int16_t *weights = panel;
    const int16_t *input = args->input + (first - args->tiles.begin) * args->tile_stride;
    const int32_t *start = args->start + column;
    for (ptrdiff_t begin = 0; begin < args->channels; begin += args->channel_block) {
        const ptrdiff_t left = args->channels - begin;
        const ptrdiff_t pairs = ((left < args->channel_block ? left : args->channel_block) + 1) / 2;
        const __m512i zero[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
        const __m512i centre[2] = {_mm512_loadu_si512(start), _mm512_loadu_si512(start + 16)};
        for (int p = 0; p < 16; p++) {
            const __m512i *from = p == 5 ? centre : zero;
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
            const __m512i bias = begin == 0 ? _mm512_loadu_si512(e->bias + column + 16 * v) : _mm512_setzero_si512();
            for (int i = 0; i < count; i++) {
                __m512i y[4];
                transform(m, i, v, y);
#pragma clang loop unroll(full)
                for (int o = 0; o < 4; o++) {
                    const __m512 f = _mm512_cvtepi32_ps(_mm512_add_epi32(y[o], bias));
                    sum[i][o][v] = begin == 0 ? f : _mm512_add_ps(sum[i][o][v], f);
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
                mant_epilogue_rows_x16(2, 2, e, limits, sum[i] + o, left, column, args->column_end);
            } else if (left >= 0) {
                mant_epilogue_rows_x16(1, 2, e, limits, sum[i] + o, left, column, args->column_end);
            }
        }
        mant_winograd_tile_advance(&args->tiles, &tile);
    }
}

MANT_AVX512 uint64_t MANT_WINOGRAD(const mant_i16_winograd_args *args) {
    const ptrdiff_t count = args->tiles.end - args->tiles.begin;
    // Twice 14 tiles leave the first-level cache, but read the weights, which may come from memory, half as often.
    const ptrdiff_t most = args->channels > 256 ? 2 * TILES : TILES;
    const ptrdiff_t groups = (count + most - 1) / most;
    // Only the last block may be odd.
    const ptrdiff_t pairs = (args->channels + 1) / 2;
    mant_limits_x16 limits = mant_limits_x16_make(&args->epilogue.limits, args->epilogue.largest);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->weights + column * 16 * pairs * 2;
        ptrdiff_t first = args->tiles.begin;
        for (ptrdiff_t g = 0; g < groups; g++) {
            const int tiles = (int)(count / groups + (g < count % groups));
            tile_group(args, first, tiles, panel, column, &limits);
            first += tiles;
        }
    }
    return mant_saturations_x16(&limits);
}
