#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_affine__scalar(const mant_i16_affine_args *args) {
    uint64_t saturations = 0;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            const float product = (float)input[j] * args->multiplier[j];
            output[j] = mant_limited(product + args->addend[j], &args->limits, &saturations);
        }
    }
    return saturations;
}
