#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

enum { MR = 6, NR = MANT_SPARSE_BLOCK_COLUMNS };

/// mr rows times one panel, as in gemm.c: what a block costs more than a pair there is the load of its place.
MANT_AVX2_INLINE void tile(const int mr, const mant_i16_sparse_gemm_args *args, const int16_t *a, ptrdiff_t row,
                           ptrdiff_t column, mant_limits_x8 *limits) {
    const mant_epilogue *e = &args->epilogue;
    const ptrdiff_t k = args->k, stride = args->a_stride, panel = column / NR;
    // Places are below k, so that k ends the last chunk.
    const ptrdiff_t chunk = args->chunk >= k ? k : args->chunk;
    const int16_t *b = args->blocks + args->starts[panel] * NR * 2;
    const int32_t *place = args->places + args->starts[panel] + panel;
    __m256 sum[MR][2];
    __m256i acc[MR][2];
#pragma clang loop unroll(full)
    for (int i = 0; i < mr; i++) {
        acc[i][0] = _mm256_loadu_si256((const __m256i *)(e->bias + column));
        acc[i][1] = _mm256_loadu_si256((const __m256i *)(e->bias + column + 8));
    }
    ptrdiff_t begin = 0;
    do {
        const int32_t end = (int32_t)(k - begin > chunk ? begin + chunk : k);
        if (begin > 0) {
#pragma clang loop unroll(full)
            for (int i = 0; i < mr; i++) {
                acc[i][0] = _mm256_setzero_si256();
                acc[i][1] = _mm256_setzero_si256();
            }
        }
#pragma clang loop unroll(disable)
        for (; *place < end; place++, b += NR * 2) {
            const __m256i b0 = _mm256_load_si256((const __m256i *)b);
            const __m256i b1 = _mm256_load_si256((const __m256i *)(b + 16));
            const int16_t *pairs = a + *place;
#pragma clang loop unroll(full)
            for (int i = 0; i < mr; i++) {
                int32_t pair;
                memcpy(&pair, pairs + i * stride, sizeof pair);
                const __m256i ai = _mm256_set1_epi32(pair);
                acc[i][0] = _mm256_add_epi32(acc[i][0], _mm256_madd_epi16(ai, b0));
                acc[i][1] = _mm256_add_epi32(acc[i][1], _mm256_madd_epi16(ai, b1));
            }
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < mr; i++) {
            const __m256 f0 = _mm256_cvtepi32_ps(acc[i][0]), f1 = _mm256_cvtepi32_ps(acc[i][1]);
            sum[i][0] = begin == 0 ? f0 : _mm256_add_ps(sum[i][0], f0);
            sum[i][1] = begin == 0 ? f1 : _mm256_add_ps(sum[i][1], f1);
        }
        begin += chunk;
    } while (begin < k);
    mant_epilogue_rows_x16(mr, e, limits, sum, row, column, args->column_end - column);
}

// One function per height: inlined into a switch the compiler would share the stack of all of them.
#define TILE(MR_)                                                                                            \
    MANT_AVX2 static void tile_##MR_(const mant_i16_sparse_gemm_args *args, const int16_t *a, ptrdiff_t row, \
                                     ptrdiff_t column, mant_limits_x8 *limits) {                             \
        tile(MR_, args, a, row, column, limits);                                                             \
    }
TILE(1)
TILE(2)
TILE(3)
TILE(4)
TILE(5)
TILE(6)

typedef void (*tile_fn)(const mant_i16_sparse_gemm_args *, const int16_t *, ptrdiff_t, ptrdiff_t, mant_limits_x8 *);

MANT_AVX2 uint64_t mant_i16_sparse_gemm_6x16__avx2(const mant_i16_sparse_gemm_args *args) {
    static const tile_fn tile_fns[MR] = {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6};
    // Tiles of nearly equal height: 7 rows are 4 + 3, not 6 + 1.
    const ptrdiff_t tiles = (args->rows + MR - 1) / MR;
    mant_limits_x8 limits = mant_limits_x8_make(&args->epilogue.limits, args->epilogue.largest);
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        ptrdiff_t row = 0;
        for (ptrdiff_t t = 0; t < tiles; t++) {
            const ptrdiff_t height = args->rows / tiles + (t < args->rows % tiles);
            tile_fns[height - 1](args, args->a + row * args->a_stride, row, column, &limits);
            row += height;
        }
    }
    return mant_saturations_x8(&limits);
}

#endif
