#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_gemm_1x16__scalar(const mant_i16_gemm_args *args) {
    enum { NR = 16 };
    const ptrdiff_t pairs = (args->k + 1) / 2;
    const ptrdiff_t chunk_pairs = args->chunk >= args->k ? pairs : args->chunk / 2;
    const mant_epilogue *e = &args->epilogue;
    uint64_t saturations = 0;
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const int16_t *panel = args->b + column * pairs * 2;
        const ptrdiff_t columns = args->column_end - column < NR ? args->column_end - column : NR;
        for (ptrdiff_t row = 0; row < args->rows; row++) {
            const int16_t *a = args->a + row * args->a_stride;
            float sum[NR];
            for (ptrdiff_t begin = 0; begin < pairs; begin += chunk_pairs) {
                const ptrdiff_t end = begin + chunk_pairs < pairs ? begin + chunk_pairs : pairs;
                int32_t acc[NR];
                for (int c = 0; c < NR; c++) {
                    acc[c] = begin == 0 ? e->bias[column + c] : 0;
                }
                for (ptrdiff_t p = begin; p < end; p++) {
                    const int32_t a0 = a[2 * p], a1 = a[2 * p + 1];
                    const int16_t *b = panel + p * NR * 2;
                    for (int c = 0; c < NR; c++) {
                        acc[c] += a0 * b[2 * c] + a1 * b[2 * c + 1];
                    }
                }
                for (int c = 0; c < NR; c++) {
                    sum[c] = begin == 0 ? (float)acc[c] : sum[c] + (float)acc[c];
                }
            }
            for (ptrdiff_t c = 0; c < columns; c++) {
                mant_epilogue_store(e, sum[c], row, column + c, &saturations);
            }
        }
    }
    return saturations;
}
