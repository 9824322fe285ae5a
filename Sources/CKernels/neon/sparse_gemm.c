#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

enum { MR = 8, NR = 8, PANEL = MANT_SPARSE_BLOCK_COLUMNS };

/// mr rows times half a panel: 2 * mr accumulators of 4 lanes, mr registers of A that hold a pair each, 2 of B.
///
/// A block of 8 rows is 32 smlal of 4 products, 8 loads of A and 1 of B: 3.1 products per instruction.
MANT_NEON_INLINE void tile(const int mr, const mant_i16_sparse_gemm_args *args, const int16_t *rows, ptrdiff_t row,
                           ptrdiff_t column, mant_limits_x4 *limits) {
    const mant_epilogue *e = &args->epilogue;
    const ptrdiff_t k = args->k, stride = args->a_stride, panel = column / PANEL;
    // Places are below k, so that k ends the last chunk.
    const ptrdiff_t chunk = args->chunk >= k ? k : args->chunk;
    const int16_t *b = args->blocks + args->starts[panel] * PANEL * 2 + column % PANEL * 2;
    const int32_t *place = args->places + args->starts[panel] + panel;
    mant_f32x8 sum[MR];
    int32x4_t acc[MR][2];
    MANT_UNROLL
    for (int i = 0; i < mr; i++) {
        acc[i][0] = vld1q_s32(e->bias + column);
        acc[i][1] = vld1q_s32(e->bias + column + 4);
    }
    ptrdiff_t begin = 0;
    do {
        const int32_t end = (int32_t)(k - begin > chunk ? begin + chunk : k);
        if (begin > 0) {
            MANT_UNROLL
            for (int i = 0; i < mr; i++) {
                acc[i][0] = vdupq_n_s32(0);
                acc[i][1] = vdupq_n_s32(0);
            }
        }
        for (; *place < end; place++, b += PANEL * 2) {
            // ld2 takes the block's (w[k], w[k + 1]) apart.
            const int16x8x2_t w = vld2q_s16(b);
            const int16_t *pairs = rows + *place;
            MANT_UNROLL
            for (int i = 0; i < mr; i++) {
                int32_t pair;
                memcpy(&pair, pairs + i * stride, sizeof pair);
                const int16x8_t a = vreinterpretq_s16_s32(vdupq_n_s32(pair));
                acc[i][0] = vmlal_laneq_s16(acc[i][0], vget_low_s16(w.val[0]), a, 0);
                acc[i][1] = vmlal_high_laneq_s16(acc[i][1], w.val[0], a, 0);
                acc[i][0] = vmlal_laneq_s16(acc[i][0], vget_low_s16(w.val[1]), a, 1);
                acc[i][1] = vmlal_high_laneq_s16(acc[i][1], w.val[1], a, 1);
            }
        }
        MANT_UNROLL
        for (int i = 0; i < mr; i++) {
            sum[i] = mant_chunk_x8(begin == 0, sum[i], acc[i][0], acc[i][1]);
        }
        begin += chunk;
    } while (begin < k);
    mant_epilogue_x8(mr, e, limits, sum, row, column, args->column_end - column);
}

// One function per height: inlined into a switch the compiler would share the stack of all of them.
#define TILE(MR_)                                                                                     \
    static void tile_##MR_(const mant_i16_sparse_gemm_args *args, const int16_t *rows, ptrdiff_t row, \
                           ptrdiff_t column, mant_limits_x4 *limits) {                                \
        tile(MR_, args, rows, row, column, limits);                                                   \
    }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)
TILE(7)
TILE(8)

typedef void (*tile_fn)(const mant_i16_sparse_gemm_args *, const int16_t *, ptrdiff_t, ptrdiff_t, mant_limits_x4 *);

uint64_t mant_i16_sparse_gemm_8x8__neon(const mant_i16_sparse_gemm_args *args) {
    static const tile_fn tile_fns[MR] = {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6, tile_7, tile_8};
    // Tiles of nearly equal height: 9 rows are 5 + 4, not 8 + 1.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x4 limits = mant_limits_x4_make(&args->epilogue.limits);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        ptrdiff_t row = 0;
        for (ptrdiff_t t = 0; t < tiles; t++) {
            const ptrdiff_t height = args->rows / tiles + (t < args->rows % tiles);
            tile_fns[height - 1](args, args->a + row * args->a_stride, row, column, &limits);
            row += height;
        }
    }
    return mant_saturations_x4(&limits);
}

#endif
