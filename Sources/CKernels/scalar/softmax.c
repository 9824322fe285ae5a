#include "kernels.h"

#include "epilogue.h"
#include "math_inline.h"

void mant_f32_softmax__scalar(const mant_f32_softmax_args *args) {
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const float *input = args->input + i * args->input_stride;
        float *output = args->output + i * args->output_stride;
        float largest = args->columns > 0 ? input[0] : 0.0f;
        for (ptrdiff_t j = 1; j < args->columns; j++) {
            largest = input[j] > largest ? input[j] : largest;
        }
        float lanes[16] = {0};
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            const float e = mant_expf_inline(input[j] - largest);
            output[j] = e;
            lanes[j & 15] += e;
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] = lanes[l] + lanes[l + half];
            }
        }
        if (args->probabilities == NULL) {
            for (ptrdiff_t j = 0; j < args->columns; j++) {
                output[j] = output[j] / lanes[0];
            }
        } else {
            const float scale = 32768.0f / lanes[0];
            int16_t *probabilities = args->probabilities + i * args->probabilities_stride;
            for (ptrdiff_t j = 0; j < args->columns; j++) {
                probabilities[j] = mant_probability(output[j] * scale);
            }
        }
    }
}
