#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_gavgpool__scalar(const mant_i16_gavgpool_args *args) {
    uint64_t saturations = 0;
    for (ptrdiff_t c = 0; c < args->channels; c++) {
        int64_t sum = 0;
        for (ptrdiff_t p = 0; p < args->pixels; p++) {
            sum += args->input[p * args->input_stride + c];
        }
        const float v = (float)sum / (float)args->pixels * args->scale;
        args->output[c] = mant_limited(v, &args->limits, &saturations);
    }
    return saturations;
}
