#include "mantissa_peaks.h"

#if defined(__x86_64__)

#include <immintrin.h>

// Assembly, as in avx2/peak.c: from the intrinsic clang makes vpmaddwd and vpaddd.
__attribute__((target("avx512f,avx512vnni"))) static void i16(int64_t iterations) {
    const __m512i a = _mm512_set1_epi16(3), b = _mm512_set1_epi16(-5);
    enum { ACCUMULATORS = 24 };
    __m512i acc[ACCUMULATORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; i++) {
        acc[i] = _mm512_setzero_si512();
    }
    for (int64_t n = 0; n < iterations; n++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            __asm__ volatile("vpdpwssd %2, %1, %0" : "+v"(acc[i]) : "v"(a), "v"(b));
        }
    }
}

mant_peaks mant_peaks__avx512vnni(void) {
    return (mant_peaks){.i16 = {.run = i16, .macs = 24 * 32, .instructions = "vpdpwssd zmm"}};
}

#else

mant_peaks mant_peaks__avx512vnni(void) {
    return (mant_peaks){0};
}

#endif
