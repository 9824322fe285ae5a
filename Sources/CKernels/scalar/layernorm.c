#include "epilogue.h"
#include "kernels.h"

static float element(const mant_layernorm_args *args, ptrdiff_t row, ptrdiff_t j) {
    const ptrdiff_t place = row * args->input_stride + j;
    return args->input != NULL ? (float)args->input[place] * args->input_scale : args->input_f32[place];
}

static float folded(float *lanes) {
    for (int half = 8; half > 0; half /= 2) {
        for (int l = 0; l < half; l++) {
            lanes[l] = lanes[l] + lanes[l + half];
        }
    }
    return lanes[0];
}

uint64_t mant_layernorm__scalar(const mant_layernorm_args *args) {
    uint64_t saturations = 0;
    const float count = (float)args->columns;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        float lanes[16] = {0};
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            lanes[j & 15] += element(args, i, j);
        }
        const float mean = folded(lanes) / count;
        float squares[16] = {0};
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            const float d = element(args, i, j) - mean;
            squares[j & 15] += d * d;
        }
        const float inverse = 1.0f / __builtin_elementwise_sqrt(folded(squares) / count + args->epsilon);
        for (ptrdiff_t j = 0; j < args->columns; j++) {
            const float v = ((element(args, i, j) - mean) * inverse) * args->scale[j] + args->shift[j];
            const ptrdiff_t place = i * args->output_stride + j;
            if (args->output != NULL) {
                args->output[place] = mant_limited(v, &args->limits, &saturations);
            } else {
                args->output_f32[place] = v;
            }
        }
    }
    return saturations;
}
