/// The 14 x 32 micro-kernel of AVX-512, once for vpmaddwd and once for vpdpwssd. Define before including:
/// MANT_TARGET, MANT_GEMM (the function's name) and MANT_DOT(acc, a, b) = acc + the pair products.
///
/// Registers: 28 accumulators of 16 lanes, 2 of B; A is broadcast from memory.

#include "vector.h"

enum { MR = 14, NR = 32 };

/// mr rows times the first 16 * nv columns of a panel.
MANT_AVX512_INLINE void tile(const int mr, const int nv, const mant_i16_gemm_args *args, const int16_t *a,
                             const int16_t *panel, ptrdiff_t row, ptrdiff_t column, mant_limits_x16 *limits) {
    const mant_epilogue *e = &args->epilogue;
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const ptrdiff_t chunk_pairs = args->chunk >= args->k ? pairs : args->chunk / 2;
    __m512 sum[MR][2];
    __m512i acc[MR][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < mr; i++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < nv; v++) {
            acc[i][v] = _mm512_loadu_si512(e->bias + column + 16 * v);
        }
    }
    for (ptrdiff_t begin = 0; begin < pairs; begin += chunk_pairs) {
        const ptrdiff_t end = begin + chunk_pairs < pairs ? begin + chunk_pairs : pairs;
        const int16_t *b = panel + begin * NR * 2;
        if (begin > 0) {
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
                sum[i][v] = begin == 0 ? f : _mm512_add_ps(sum[i][v], f);
            }
        }
    }
    const __mmask16 lanes0 = mant_lanes(args->column_end - column);
    const __mmask16 lanes1 = mant_lanes(args->column_end - column - 16);
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x16 local = *limits;
#pragma clang loop unroll(disable)
    for (int i = 0; i < mr; i++) {
        mant_epilogue_x16(e, &local, sum[i][0], row + i, column, lanes0);
        if (nv > 1) {
            mant_epilogue_x16(e, &local, sum[i][1], row + i, column + 16, lanes1);
        }
    }
    limits->count = local.count;
}

// One function per shape: inlined into a switch the compiler would share the stack of all of them.
#define TILE(MR_)                                                                                                   \
    MANT_AVX512 static void tile_##MR_##x16(const mant_i16_gemm_args *args, const int16_t *a, const int16_t *panel, \
                                            ptrdiff_t row, ptrdiff_t column, mant_limits_x16 *limits) {             \
        tile(MR_, 1, args, a, panel, row, column, limits);                                                          \
    }                                                                                                               \
    MANT_AVX512 static void tile_##MR_##x32(const mant_i16_gemm_args *args, const int16_t *a, const int16_t *panel, \
                                            ptrdiff_t row, ptrdiff_t column, mant_limits_x16 *limits) {             \
        tile(MR_, 2, args, a, panel, row, column, limits);                                                          \
    }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)
TILE(7)
TILE(8)
TILE(9)
TILE(10)
TILE(11)
TILE(12)
TILE(13)
TILE(14)

typedef void (*tile_fn)(const mant_i16_gemm_args *, const int16_t *, const int16_t *, ptrdiff_t, ptrdiff_t,
                        mant_limits_x16 *);

MANT_AVX512 uint64_t MANT_GEMM(const mant_i16_gemm_args *args) {
    static const tile_fn tile_fns[MR][2] = {
        {tile_1x16, tile_1x32},   {tile_2x16, tile_2x32},   {tile_3x16, tile_3x32},   {tile_4x16, tile_4x32},
        {tile_5x16, tile_5x32},   {tile_6x16, tile_6x32},   {tile_7x16, tile_7x32},   {tile_8x16, tile_8x32},
        {tile_9x16, tile_9x32},   {tile_10x16, tile_10x32}, {tile_11x16, tile_11x32}, {tile_12x16, tile_12x32},
        {tile_13x16, tile_13x32}, {tile_14x16, tile_14x32},
    };
    const ptrdiff_t pairs = (args->k + 1) / 2;
    // Tiles of nearly equal height: 16 rows are 8 + 8, not 14 + 2.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x16 limits = mant_limits_x16_make(&args->epilogue.limits);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->b + column * pairs * 2;
        const int wide = args->column_end - column > 16;
        ptrdiff_t row = 0;
        for (ptrdiff_t t = 0; t < tiles; t++) {
            const ptrdiff_t height = args->rows / tiles + (t < args->rows % tiles);
            tile_fns[height - 1][wide](args, args->a + row * args->a_stride, panel, row, column, &limits);
            row += height;
        }
    }
    return mant_saturations_x16(&limits);
}
