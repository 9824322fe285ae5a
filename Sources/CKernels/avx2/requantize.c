#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

MANT_AVX2 uint64_t mant_i16_requantize__avx2(const mant_i16_requantize_args *args) {
    mant_i16_requantize_args flat = *args;
    if (args->input_stride == args->columns && args->output_stride == args->columns) {
        flat.columns = args->rows * args->columns;
        flat.rows = 1;
    }
    args = &flat;
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    const __m256 scale = _mm256_set1_ps(args->scale);
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const int16_t *input = args->input + i * args->input_stride;
        int16_t *output = args->output + i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const __m256 v0 = _mm256_mul_ps(mant_load_x8(input + j), scale);
            const __m256 v1 = _mm256_mul_ps(mant_load_x8(input + j + 8), scale);
            const __m256i m0 = mant_limited_x8(v0, &limits), m1 = mant_limited_x8(v1, &limits);
            _mm256_storeu_si256((__m256i *)(output + j), mant_pack_x16(m0, m1));
        }
    }
    uint64_t saturations = mant_saturations_x8(&limits);
    if (whole < args->columns) {
        mant_i16_requantize_args rest = *args;
        rest.input += whole;
        rest.output += whole;
        rest.columns -= whole;
        saturations += mant_i16_requantize__scalar(&rest);
    }
    return saturations;
}

#endif
