#include "kernels.h"

void mant_i16_lut__scalar(const int16_t *input, const int16_t *table, ptrdiff_t count, int16_t *output) {
    for (ptrdiff_t i = 0; i < count; i++) {
        output[i] = table[(uint16_t)input[i]];
    }
}
