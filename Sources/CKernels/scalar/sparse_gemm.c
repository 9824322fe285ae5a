#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_sparse_gemm_1x16__scalar(const mant_i16_sparse_gemm_args *args) {
    enum { NR = MANT_SPARSE_BLOCK_COLUMNS };
    // Places are below k, so that k ends the last chunk.
    const ptrdiff_t chunk = args->chunk >= args->k ? args->k : args->chunk;
    const mant_epilogue *e = &args->epilogue;
    uint64_t saturations = 0;
    for (ptrdiff_t column = args->column_begin; column < args->column_end; column += NR) {
        const ptrdiff_t panel = column / NR;
        const ptrdiff_t columns = args->column_end - column < NR ? args->column_end - column : NR;
        for (ptrdiff_t row = 0; row < args->rows; row++) {
            const int16_t *a = args->a + row * args->a_stride;
            const int16_t *b = args->blocks + args->starts[panel] * NR * 2;
            const int32_t *place = args->places + args->starts[panel] + panel;
            float sum[NR];
            for (ptrdiff_t begin = 0; begin < args->k; begin += chunk) {
                const int32_t end = (int32_t)(args->k - begin > chunk ? begin + chunk : args->k);
                int32_t acc[NR];
                for (int c = 0; c < NR; c++) {
                    acc[c] = begin == 0 ? e->bias[column + c] : 0;
                }
                for (; *place < end; place++, b += NR * 2) {
                    const int32_t a0 = a[*place], a1 = a[*place + 1];
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
