#include "kernels.h"

// Blocks of 16 x 16 keep the lines of both sides in the first-level cache.
#define MANT_TRANSPOSE(NAME, TYPE)                                                                                     \
    void mant_##NAME##_transpose__scalar(const TYPE *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns, \
                                         TYPE *output, ptrdiff_t output_stride) {                                      \
        enum { BLOCK = 16 };                                                                                           \
        for (ptrdiff_t i0 = 0; i0 < rows; i0 += BLOCK) {                                                               \
            const ptrdiff_t i1 = i0 + BLOCK < rows ? i0 + BLOCK : rows;                                                \
            for (ptrdiff_t j0 = 0; j0 < columns; j0 += BLOCK) {                                                        \
                const ptrdiff_t j1 = j0 + BLOCK < columns ? j0 + BLOCK : columns;                                      \
                for (ptrdiff_t j = j0; j < j1; j++) {                                                                  \
                    for (ptrdiff_t i = i0; i < i1; i++) {                                                              \
                        output[j * output_stride + i] = input[i * input_stride + j];                                   \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

MANT_TRANSPOSE(i16, int16_t)
MANT_TRANSPOSE(f32, float)
