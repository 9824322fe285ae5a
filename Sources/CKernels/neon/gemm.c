#include "kernels.h"

#if defined(__aarch64__)

#include "vector.h"

enum { MR = 8, NR = 8 };

/// acc[i] += a[i][LANE] * b for mr rows and the 8 columns of b. a is one register per row: smlal takes a lane of it.
#define MULTIPLY(B, LANE)                                                    \
    MANT_UNROLL                                                              \
    for (int i = 0; i < mr; i++) {                                           \
        acc[i][0] = vmlal_laneq_s16(acc[i][0], vget_low_s16(B), a[i], LANE); \
        acc[i][1] = vmlal_high_laneq_s16(acc[i][1], B, a[i], LANE);          \
    }

/// A pair of the reduction: ld2 takes the panel's (w[k], w[k + 1]) apart.
#define MULTIPLY_PAIR(PAIR)                                 \
    {                                                       \
        const int16x8x2_t w = vld2q_s16(b + (PAIR)*NR * 2); \
        MULTIPLY(w.val[0], 2 * (PAIR))                      \
        MULTIPLY(w.val[1], 2 * (PAIR) + 1)                  \
    }

/// mr rows times one panel: 2 * mr accumulators of 4 lanes, mr registers of A (8 steps of the reduction), 2 of B.
/// `is_split` where the reduction has more than one chunk.
///
/// Eight steps of 8 rows are 128 smlal of 4 products, 8 loads of A and 4 of B: 3.6 products per instruction.
MANT_NEON_INLINE void tile(const int mr, const int is_split, const mant_i16_gemm_args *args, const int16_t *rows,
                           const int16_t *panel, ptrdiff_t row, ptrdiff_t column, mant_limits_x4 *limits) {
    const mant_epilogue *e = &args->epilogue;
    const ptrdiff_t stride = args->a_stride;
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const ptrdiff_t chunk_pairs = is_split ? args->chunk / 2 : pairs;
    mant_f32x8 sum[MR];
    int32x4_t acc[MR][2];
    MANT_UNROLL
    for (int i = 0; i < mr; i++) {
        acc[i][0] = vld1q_s32(e->bias + column);
        acc[i][1] = vld1q_s32(e->bias + column + 4);
    }
    const int16_t *b = panel;
    ptrdiff_t begin = 0;
    do {
        const ptrdiff_t end = is_split && pairs - begin > chunk_pairs ? begin + chunk_pairs : pairs;
        if (is_split && begin > 0) {
            MANT_UNROLL
            for (int i = 0; i < mr; i++) {
                acc[i][0] = vdupq_n_s32(0);
                acc[i][1] = vdupq_n_s32(0);
            }
        }
        ptrdiff_t p = begin;
        for (; end - p >= 4; p += 4, b += 4 * NR * 2) {
            int16x8_t a[MR];
            MANT_UNROLL
            for (int i = 0; i < mr; i++) {
                a[i] = vld1q_s16(rows + i * stride + 2 * p);
            }
            MULTIPLY_PAIR(0)
            MULTIPLY_PAIR(1)
            MULTIPLY_PAIR(2)
            MULTIPLY_PAIR(3)
        }
        for (; p < end; p++, b += NR * 2) {
            int16x8_t a[MR];
            MANT_UNROLL
            for (int i = 0; i < mr; i++) {
                int32_t pair;
                memcpy(&pair, rows + i * stride + 2 * p, sizeof pair);
                a[i] = vreinterpretq_s16_s32(vdupq_n_s32(pair));
            }
            MULTIPLY_PAIR(0)
        }
        MANT_UNROLL
        for (int i = 0; i < mr; i++) {
            sum[i] = mant_chunk_x8(!is_split || begin == 0, sum[i], acc[i][0], acc[i][1]);
        }
        begin = end;
    } while (is_split && begin < pairs);
    mant_epilogue_x8(mr, e, limits, sum, row, column, args->column_end - column);
}

// One function per shape: inlined into a switch the compiler would share the stack of all of them.
#define TILE(MR_, NAME_, IS_SPLIT_)                                                                             \
    static void NAME_(const mant_i16_gemm_args *args, const int16_t *rows, const int16_t *panel, ptrdiff_t row, \
                      ptrdiff_t column, mant_limits_x4 *limits) {                                               \
        tile(MR_, IS_SPLIT_, args, rows, panel, row, column, limits);                                           \
    }
#define TILES(MR_)           \
    TILE(MR_, tile_##MR_, 0) \
    TILE(MR_, tile_##MR_##_split, 1)
TILES(1)
TILES(2)
TILES(3)
TILES(4)
TILES(5)
TILES(6)
TILES(7)
TILES(8)

typedef void (*tile_fn)(const mant_i16_gemm_args *, const int16_t *, const int16_t *, ptrdiff_t, ptrdiff_t,
                        mant_limits_x4 *);

uint64_t mant_i16_gemm_8x8__neon(const mant_i16_gemm_args *args) {
    static const tile_fn tile_fns[2][MR] = {
        {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6, tile_7, tile_8},
        {tile_1_split, tile_2_split, tile_3_split, tile_4_split, tile_5_split, tile_6_split, tile_7_split,
         tile_8_split},
    };
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const int is_split = args->chunk < args->k;
    // Tiles of nearly equal height: 9 rows are 5 + 4, not 8 + 1.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x4 limits = mant_limits_x4_make(&args->epilogue.limits);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->b + column * pairs * 2;
        ptrdiff_t row = 0;
        for (ptrdiff_t t = 0; t < tiles; t++) {
            const ptrdiff_t height = args->rows / tiles + (t < args->rows % tiles);
            tile_fns[is_split][height - 1](args, args->a + row * args->a_stride, panel, row, column, &limits);
            row += height;
        }
    }
    return mant_saturations_x4(&limits);
}

#endif
