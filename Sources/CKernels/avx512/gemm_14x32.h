/// The 14 x 32 micro-kernel of AVX-512, once for vpmaddwd and once for vpdpwssd. Define before including:
/// MANT_TARGET, MANT_GEMM (the function's name) and MANT_DOT(acc, a, b) = acc + the pair products.
///
/// Registers: 28 accumulators of 16 lanes, 2 of B; A is broadcast from memory.

#include "vector.h"

enum { MR = 14, NR = 32 };

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
    const __mmask16 lanes0 = mant_lanes(args->column_end - column);
    const __mmask16 lanes1 = mant_lanes(args->column_end - column - 16);
    mant_range_x16 range = mant_range_x16_make();
#pragma clang loop unroll(full)
    for (int i = 0; i < mr; i++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < nv; v++) {
            sum[i][v] = mant_scaled_x16(e, sum[i][v], row + i, column + 16 * v, v == 0 ? lanes0 : lanes1);
            mant_range_x16_add(&range, sum[i][v]);
        }
    }
    if (e->output != NULL && !mant_may_saturate_x16(&range, limits)) {
#pragma clang loop unroll(full)
        for (int i = 0; i < mr; i++) {
            mant_store_row(nv, e, sum[i], row + i, column, lanes0, lanes1, limits);
        }
        return;
    }
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x16 local = *limits;
#pragma clang loop unroll(disable)
    for (int i = 0; i < mr; i++) {
        mant_store_counted_x16(e, &local, sum[i][0], row + i, column, lanes0);
        if (nv > 1) {
            mant_store_counted_x16(e, &local, sum[i][1], row + i, column + 16, lanes1);
        }
    }
    limits->count = local.count;
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
TILES(8)
TILES(9)
TILES(10)
TILES(11)
TILES(12)
TILES(13)
TILES(14)

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
        TILE_FNS(1), TILE_FNS(2), TILE_FNS(3),  TILE_FNS(4),  TILE_FNS(5),  TILE_FNS(6),  TILE_FNS(7),
        TILE_FNS(8), TILE_FNS(9), TILE_FNS(10), TILE_FNS(11), TILE_FNS(12), TILE_FNS(13), TILE_FNS(14),
    };
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const int is_split = args->chunk < args->k;
    // Tiles of nearly equal height: 16 rows are 8 + 8, not 14 + 2.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x16 limits = mant_limits_x16_make(&args->epilogue.limits);
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
