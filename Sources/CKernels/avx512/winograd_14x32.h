/// Winograd's F(2x2,3x3) for AVX-512, once for vpmaddwd and once for vpdpwssd. Define before including: MANT_TARGET,
/// MANT_WINOGRAD and MANT_WINOGRAD_INPUT (the functions' names) and MANT_DOT(acc, a, b) = acc + the pair products.

#include "vector.h"

#include "names.h"

/// PREFETCH: bytes of weights ahead; they stream through once, faster than the hardware follows across pages.
enum { TILES = 14, NR = 32, CHANNELS = 32, PREFETCH = 4096 };

#define WINOGRAD_MULTIPLICATIONS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)

MANT_AVX512_INLINE __mmask32 channel_lanes(ptrdiff_t count) {
    return count >= CHANNELS ? 0xFFFFFFFFu : ((__mmask32)1 << count) - 1;
}

MANT_AVX512_INLINE vector_i16 load_channels(const int16_t *p, ptrdiff_t count) {
    return _mm512_maskz_loadu_epi16(channel_lanes(count), p);
}

MANT_AVX512_INLINE vector_i16 fill_channels(int16_t value, ptrdiff_t count) {
    return _mm512_maskz_set1_epi16(channel_lanes(count), value);
}

MANT_AVX512_INLINE void prefetch_weights(const int16_t *b) {
    _mm_prefetch((const char *)b + PREFETCH, _MM_HINT_T0);
    _mm_prefetch((const char *)b + PREFETCH + 64, _MM_HINT_T0);
}

/// Twice 14 tiles leave the first-level cache, but read the weights, which may come from memory, half as often.
MANT_AVX512_INLINE ptrdiff_t most_tiles(ptrdiff_t channels) {
    return channels > 256 ? 2 * TILES : TILES;
}

#include "../scalar/winograd_vector.h"

MANT_AVX512 void MANT_WINOGRAD_INPUT(const mant_i16_winograd_input_args *args) {
    transform_input(args);
}

MANT_AVX512 uint64_t MANT_WINOGRAD(const mant_i16_winograd_args *args) {
    return convolve(args);
}
