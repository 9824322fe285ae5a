/// The 7 x 32 micro-kernel of AVX-512, once for vpmaddwd and once for vpdpwssd. Define before including:
/// MANT_TARGET, MANT_GEMM (the function's name) and MANT_DOT(acc, a, b) = acc + the pair products.
///
/// Registers: 14 accumulators of 16 lanes, 14 sums of chunks, 2 of B; A is broadcast from memory. So adding up chunks
/// costs nothing, where 14 rows would keep their sums in memory; 14 products in flight are enough for any latency.

#include "vector.h"

enum { MR = 7, NR = 32 };

/// mr rows times the first 16 * nv columns of a panel; `is_split` where the reduction has more than one chunk.
MANT_AVX512_INLINE void tile(const int mr, const int nv, const int is_split, const mant_i16_gemm_args *args,
                             const int16_t *a, const int16_t *panel, ptrdiff_t row, ptrdiff_t column,
                             mant_limits_x16 *limits) {
    const mant_epilogue *e = &args->epilogue;
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const ptrdiff_t chunk_pairs = is_split ? args->chunk / 2 : pairs;
    __m512 sum[MR][2];
    __m512i acc[MR][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < mr; i++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < nv; v++) {
            acc[i][v] = _mm512_loadu_si512(e->bias + column + 16 * v);
        }
    }
    ptrdiff_t begin = 0;
    do {
        const ptrdiff_t end = is_split && begin + chunk_pairs < pairs ? begin + chunk_pairs : pairs;
        const int16_t *b = panel + begin * NR * 2;
        if (is_split && begin > 0) {
#pragma clang loop unroll(full)
            for (int i = 0; i < mr; i++) {
#pragma clang loop unroll(full)
                for (int v = 0; v < nv; v++) {
                    acc[i][v] = _mm512_setzero_si512();
                }
            }
        }
        // Unrolled, clang splits vpdpwssd into vpmaddwd and vpaddd.
#pragma clang loop unroll(disable)
        for (ptrdiff_t p = begin; p < end; p++, b += NR * 2) {
            __m512i bv[2];
#pragma clang loop unroll(full)
            for (int v = 0; v < nv; v++) {
                bv[v] = _mm512_load_si512(b + 32 * v);
            }
#pragma clang loop unroll(full)
            for (int i = 0; i < mr; i++) {
                int32_t pair;
                memcpy(&pair, a + i * args->a_stride + 2 * p, sizeof pair);
                const __m512i ai = _mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
                for (int v = 0; v < nv; v++) {
                    acc[i][v] = MANT_DOT(acc[i][v], ai, bv[v]);
                }
            }
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < mr; i++) {
#pragma clang loop unroll(full)
            for (int v = 0; v < nv; v++) {
                const __m512 f = _mm512_cvtepi32_ps(acc[i][v]);
                sum[i][v] = !is_split || begin == 0 ? f : _mm512_add_ps(sum[i][v], f);
            }
        }
        begin = end;
    } while (is_split && begin < pairs);
    mant_epilogue_rows_x16(mr, nv, e, limits, sum, row, column, args->column_end);
}

// One function per shape: inlined into a switch the compiler would share the stack of all of them.
#define TILE(MR_, NV_, NAME_, IS_SPLIT_)                                                                  \
    MANT_AVX512 static void NAME_(const mant_i16_gemm_args *args, const int16_t *a, const int16_t *panel, \
                                  ptrdiff_t row, ptrdiff_t column, mant_limits_x16 *limits) {             \
        tile(MR_, NV_, IS_SPLIT_, args, a, panel, row, column, limits);                                   \
    }
#define TILES(MR_)                         \
    TILE(MR_, 1, tile_##MR_##x16, 0)       \
    TILE(MR_, 2, tile_##MR_##x32, 0)       \
    TILE(MR_, 1, tile_##MR_##x16_split, 1) \
    TILE(MR_, 2, tile_##MR_##x32_split, 1)
TILES(1)
TILES(2)
TILES(3)
TILES(4)
TILES(5)
TILES(6)
TILES(7)

typedef void (*tile_fn)(const mant_i16_gemm_args *, const int16_t *, const int16_t *, ptrdiff_t, ptrdiff_t,
                        mant_limits_x16 *);

MANT_AVX512 uint64_t MANT_GEMM(const mant_i16_gemm_args *args) {
#define TILE_FNS(MR_)                                    \
    {                                                    \
        {tile_##MR_##x16, tile_##MR_##x32}, {            \
            tile_##MR_##x16_split, tile_##MR_##x32_split \
        }                                                \
    }
    static const tile_fn tile_fns[MR][2][2] = {
        TILE_FNS(1), TILE_FNS(2), TILE_FNS(3), TILE_FNS(4), TILE_FNS(5), TILE_FNS(6), TILE_FNS(7),
    };
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const int is_split = args->chunk < args->k;
    // Tiles of nearly equal height: 8 rows are 4 + 4, not 7 + 1.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x16 limits = mant_limits_x16_make(&args->epilogue.limits, args->epilogue.largest);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->b + column * pairs * 2;
        const int wide = args->column_end - column > 16;
        ptrdiff_t row = 0;
        for (ptrdiff_t t = 0; t < tiles; t++) {
            const ptrdiff_t height = args->rows / tiles + (t < args->rows % tiles);
            tile_fns[height - 1][is_split][wide](args, args->a + row * args->a_stride, panel, row, column, &limits);
            row += height;
        }
    }
    return mant_saturations_x16(&limits);
}
