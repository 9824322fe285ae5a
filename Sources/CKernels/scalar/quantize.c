#include "kernels.h"

#include "epilogue.h"

uint64_t mant_f32_quantize__scalar(const mant_f32_quantize_args *args) {
    uint64_t saturations = 0;
    for (ptrdiff_t i = 0; i < args->count; i++) {
        args->output[i] = mant_limited(args->input[i] * args->scale, &args->limits, &saturations);
    }
    return saturations;
}

void mant_i16_dequantize__scalar(const int16_t *input, float scale, ptrdiff_t count, float *output) {
    for (ptrdiff_t i = 0; i < count; i++) {
        output[i] = (float)input[i] * scale;
    }
}
