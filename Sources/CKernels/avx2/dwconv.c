#include "kernels.h"

#if defined(__x86_64__)

#include "vector.h"

#include "names.h"

enum { BLOCK = 16, STRIP_PIXELS = 4 };

/// Two taps of sixteen channels:
///
///     x[t]   c0 c1 ... c15        unpack low:  (c0 x[t], x[t+1]) ... c0-c3, c8-c11
///     x[t+1] c0 c1 ... c15        unpack high:                       c4-c7, c12-c15
#define interleave_low _mm256_unpacklo_epi16
#define interleave_high _mm256_unpackhi_epi16
#define STRIP_COUNTS(X, WIDTH_, STRIDE_) \
    X(WIDTH_, STRIDE_, 1) X(WIDTH_, STRIDE_, 2) X(WIDTH_, STRIDE_, 3) X(WIDTH_, STRIDE_, 4)

MANT_AVX2_INLINE __m256i ordered(__m256i low, __m256i high, const int half) {
    return half == 0 ? _mm256_permute2x128_si256(low, high, 0x20) : _mm256_permute2x128_si256(low, high, 0x31);
}

#include "../scalar/dwconv_vector.h"

MANT_AVX2 uint64_t mant_i16_dwconv__avx2(const mant_i16_dwconv_args *args) {
    return convolve(args);
}

#endif
