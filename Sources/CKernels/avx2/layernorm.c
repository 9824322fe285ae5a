#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

MANT_AVX2_INLINE __m256 load(const mant_layernorm_args *args, ptrdiff_t place) {
    return args->input != NULL ? _mm256_mul_ps(mant_load_x8(args->input + place), _mm256_set1_ps(args->input_scale))
                               : _mm256_loadu_ps(args->input_f32 + place);
}

MANT_AVX2_INLINE float element(const mant_layernorm_args *args, ptrdiff_t place) {
    return args->input != NULL ? (float)args->input[place] * args->input_scale : args->input_f32[place];
}

MANT_AVX2_INLINE float folded(float *lanes) {
    for (int half = 8; half > 0; half /= 2) {
        for (int l = 0; l < half; l++) {
            lanes[l] = lanes[l] + lanes[l + half];
        }
    }
    return lanes[0];
}

MANT_AVX2 uint64_t mant_layernorm__avx2(const mant_layernorm_args *args) {
    const ptrdiff_t whole = args->columns & ~(ptrdiff_t)15;
    const float count = (float)args->columns;
    uint64_t saturations = 0;
    mant_limits_x8 limits = mant_limits_x8_make(&args->limits, __builtin_inff());
    for (ptrdiff_t i = 0; i < args->rows; i++) {
        const ptrdiff_t row = i * args->input_stride;
        float lanes[16];
        __m256 sum0 = _mm256_setzero_ps(), sum1 = sum0;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            sum0 = _mm256_add_ps(sum0, load(args, row + j));
            sum1 = _mm256_add_ps(sum1, load(args, row + j + 8));
        }
        _mm256_storeu_ps(lanes, sum0);
        _mm256_storeu_ps(lanes + 8, sum1);
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            lanes[j & 15] += element(args, row + j);
        }
        const float mean = folded(lanes) / count;
        const __m256 means = _mm256_set1_ps(mean);
        sum0 = _mm256_setzero_ps();
        sum1 = sum0;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            const __m256 d0 = _mm256_sub_ps(load(args, row + j), means);
            const __m256 d1 = _mm256_sub_ps(load(args, row + j + 8), means);
            sum0 = _mm256_add_ps(sum0, _mm256_mul_ps(d0, d0));
            sum1 = _mm256_add_ps(sum1, _mm256_mul_ps(d1, d1));
        }
        _mm256_storeu_ps(lanes, sum0);
        _mm256_storeu_ps(lanes + 8, sum1);
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            const float d = element(args, row + j) - mean;
            lanes[j & 15] += d * d;
        }
        const float inverse = 1.0f / __builtin_elementwise_sqrt(folded(lanes) / count + args->epsilon);
        const __m256 inverses = _mm256_set1_ps(inverse);
        const ptrdiff_t target = i * args->output_stride;
        for (ptrdiff_t j = 0; j < whole; j += 16) {
            __m256 v[2];
            for (int h = 0; h < 2; h++) {
                const ptrdiff_t column = j + 8 * h;
                const __m256 d = _mm256_sub_ps(load(args, row + column), means);
                v[h] = _mm256_add_ps(_mm256_mul_ps(_mm256_mul_ps(d, inverses), _mm256_loadu_ps(args->scale + column)),
                                     _mm256_loadu_ps(args->shift + column));
            }
            if (args->output != NULL) {
                const __m256i m0 = mant_limited_x8(v[0], &limits), m1 = mant_limited_x8(v[1], &limits);
                _mm256_storeu_si256((__m256i *)(args->output + target + j), mant_pack_x16(m0, m1));
            } else {
                _mm256_storeu_ps(args->output_f32 + target + j, v[0]);
                _mm256_storeu_ps(args->output_f32 + target + j + 8, v[1]);
            }
        }
        for (ptrdiff_t j = whole; j < args->columns; j++) {
            const float v = ((element(args, row + j) - mean) * inverse) * args->scale[j] + args->shift[j];
            if (args->output != NULL) {
                args->output[target + j] = mant_limited(v, &args->limits, &saturations);
            } else {
                args->output_f32[target + j] = v;
            }
        }
    }
    return saturations + mant_saturations_x8(&limits);
}

#endif
