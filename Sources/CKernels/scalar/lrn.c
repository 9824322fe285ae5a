#include "kernels.h"

#include "epilogue.h"

uint64_t mant_i16_lrn__scalar(const mant_i16_lrn_args *args) {
    uint64_t saturations = 0;
    const ptrdiff_t before = (args->size - 1) / 2, after = args->size / 2;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        // A running sum: integers, so that adding and removing squares stays exact.
        int64_t sum = 0;
        for (ptrdiff_t c = 0; c < after && c < args->channels; c++) {
            sum += (int64_t)input[c] * input[c];
        }
        for (ptrdiff_t c = 0; c < args->channels; c++) {
            if (c + after < args->channels) {
                sum += (int64_t)input[c + after] * input[c + after];
            }
            if (c - before > 0) {
                sum -= (int64_t)input[c - before - 1] * input[c - before - 1];
            }
            const float weighted = (float)sum * args->alpha_scale;
            const float base = weighted + args->bias;
            float power;
            if (args->beta == 0.75f) {
                // IEEE defines square root and division to the last bit, and they are ten times faster.
                const float root = __builtin_elementwise_sqrt(base);
                power = 1.0f / (root * __builtin_elementwise_sqrt(root));
            } else {
                power = mant_powf(base, -args->beta);
            }
            output[c] = mant_limited((float)input[c] * power * args->scale, &args->limits, &saturations);
        }
    }
    return saturations;
}
