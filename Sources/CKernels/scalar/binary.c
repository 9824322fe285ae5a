#include "kernels.h"

#include "epilogue.h"

#define MANT_BINARY(NAME, VALUE)                                                        \
    uint64_t mant_i16_##NAME##__scalar(const mant_i16_binary_args *args) {              \
        uint64_t saturations = 0;                                                       \
        for (ptrdiff_t i = 0; i < args->rows; i++) {                                    \
            const int16_t *row_a = args->a + i * args->a_stride;                        \
            const int16_t *row_b = args->b + i * args->b_stride;                        \
            int16_t *output = args->output + i * args->output_stride;                   \
            for (ptrdiff_t j = 0; j < args->columns; j++) {                             \
                const int32_t a = row_a[j * args->a_step], b = row_b[j * args->b_step]; \
                output[j] = mant_limited(VALUE, &args->limits, &saturations);           \
            }                                                                           \
        }                                                                               \
        return saturations;                                                             \
    }

MANT_BINARY(add, (float)a * args->a_scale + (float)b * args->b_scale)
MANT_BINARY(sub, (float)a * args->a_scale - (float)b * args->b_scale)
MANT_BINARY(mul, (float)(a *b) * args->scale)
MANT_BINARY(div, (float)a / (float)b * args->scale)
