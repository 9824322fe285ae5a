#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_requantize__scalar(const mant_i16_requantize_args *args) {
    uint64_t saturations = 0;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            output[j] = mant_limited((float)input[j] * args->scale, &args->limits, &saturations);
        }
    }
    return saturations;
}
