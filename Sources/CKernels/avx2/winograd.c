#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

#include "names.h"

enum { TILES = 6, NR = 16, CHANNELS = 16 };

#define WINOGRAD_MULTIPLICATIONS(X) X(1) X(2) X(3) X(4) X(5) X(6)
#define prefetch_weights(b)

MANT_AVX2_INLINE vector_i16 load_channels(const int16_t *p, ptrdiff_t count) {
    if (count >= CHANNELS) {
        return _mm256_loadu_si256((const __m256i *)p);
    }
    int16_t copy[CHANNELS] = {0};
    memcpy(copy, p, (size_t)count * sizeof(int16_t));
    return _mm256_loadu_si256((const __m256i *)copy);
}

MANT_AVX2_INLINE vector_i16 fill_channels(int16_t value, ptrdiff_t count) {
    return _mm256_and_si256(_mm256_set1_epi16(value), mant_lanes_i16(count));
}

/// Twice six tiles stay in the first-level cache.
MANT_AVX2_INLINE ptrdiff_t most_tiles(ptrdiff_t channels) {
    (void)channels;
    return 2 * TILES;
}

#include "../scalar/winograd_vector.h"

MANT_AVX2 void mant_i16_winograd_input__avx2(const mant_i16_winograd_input_args *args) {
    transform_input(args);
}

MANT_AVX2 uint64_t mant_i16_winograd_6x16__avx2(const mant_i16_winograd_args *args) {
    return convolve(args);
}

#endif
