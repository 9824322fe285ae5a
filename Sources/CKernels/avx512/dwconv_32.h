/// Depthwise convolution in blocks of 32 channels, once for vpmaddwd and once for vpdpwssd. Define before including:
/// MANT_TARGET, MANT_DWCONV (the function's name) and MANT_DOT(acc, a, b) = acc + the pair products.
///
/// Each of the four 128-bit lanes of a register is interleaved as in avx2/dwconv.c, so that the low accumulator holds
/// channels 0-3, 8-11, 16-19, 24-27 and the high one the others; two permutations bring them in order.

#include "vector.h"

#include "names.h"

enum { BLOCK = 32, STRIP_PIXELS = 7 };

#define STRIP_COUNTS(X, WIDTH_, STRIDE_) \
    X(WIDTH_, STRIDE_, 1)                \
    X(WIDTH_, STRIDE_, 2)                \
    X(WIDTH_, STRIDE_, 3) X(WIDTH_, STRIDE_, 4) X(WIDTH_, STRIDE_, 5) X(WIDTH_, STRIDE_, 6) X(WIDTH_, STRIDE_, 7)
#define interleave_low _mm512_unpacklo_epi16
#define interleave_high _mm512_unpackhi_epi16

MANT_AVX512_INLINE __m512i ordered(__m512i low, __m512i high, const int half) {
    const __m512i order0 = _mm512_setr_epi32(0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const __m512i order1 = _mm512_setr_epi32(8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    return _mm512_permutex2var_epi32(low, half == 0 ? order0 : order1, high);
}

#include "../scalar/dwconv_vector.h"

MANT_AVX512 uint64_t MANT_DWCONV(const mant_i16_dwconv_args *args) {
    return convolve(args);
}
