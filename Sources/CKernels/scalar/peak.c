#include "mantissa_peaks.h"

// What the architecture's baseline can do, which plain C need not reach: SSE2 on x86-64, elsewhere C's own arithmetic.

#if defined(__x86_64__)

#include <emmintrin.h>

// Assembly, as in avx2/peak.c. Two operands each, so that a product begins with a copy.
enum { ACCUMULATORS = 6 };

static void f32(int64_t iterations) {
    const __m128 a = _mm_set1_ps(0.5f), b = _mm_set1_ps(0x1p-10f);
    __m128 sum[ACCUMULATORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; i++) {
        sum[i] = _mm_setzero_ps();
    }
    for (int64_t n = 0; n < iterations; n++) {
        __m128 products[ACCUMULATORS];
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            products[i] = a;
            __asm__ volatile("mulps %1, %0" : "+x"(products[i]) : "x"(b));
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            __asm__ volatile("addps %1, %0" : "+x"(sum[i]) : "x"(products[i]));
        }
    }
}

static void i16(int64_t iterations) {
    const __m128i a = _mm_set1_epi16(3), b = _mm_set1_epi16(-5);
    __m128i acc[ACCUMULATORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; i++) {
        acc[i] = _mm_setzero_si128();
    }
    for (int64_t n = 0; n < iterations; n++) {
        __m128i products[ACCUMULATORS];
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            products[i] = a;
            __asm__ volatile("pmaddwd %1, %0" : "+x"(products[i]) : "x"(b));
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            __asm__ volatile("paddd %1, %0" : "+x"(acc[i]) : "x"(products[i]));
        }
    }
}

mant_peaks mant_peaks__scalar(void) {
    return (mant_peaks){
        .f32 = {.run = f32, .macs = ACCUMULATORS * 4, .instructions = "mulps + addps xmm"},
        .i16 = {.run = i16, .macs = ACCUMULATORS * 8, .instructions = "pmaddwd + paddd xmm"},
    };
}

#else

#pragma STDC FP_CONTRACT OFF

#if defined(__aarch64__)
#define FLOAT_REGISTER "+w"
#else
#define FLOAT_REGISTER "+r"
#endif

enum { ACCUMULATORS = 8 };

static void f32(int64_t iterations) {
    float sum[ACCUMULATORS] = {0};
    float a = 0.5f, b = 0x1p-10f;
    for (int64_t n = 0; n < iterations; n++) {
        // Nothing may be known of the operands, or nothing would be left to compute.
        __asm__ volatile("" : FLOAT_REGISTER(a), FLOAT_REGISTER(b));
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            sum[i] = sum[i] + a * b;
            __asm__ volatile("" : FLOAT_REGISTER(sum[i]), FLOAT_REGISTER(a));
        }
    }
}

static void i16(int64_t iterations) {
    uint32_t acc[ACCUMULATORS] = {0};
    int16_t a = 3, b = -5;
    for (int64_t n = 0; n < iterations; n++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            __asm__ volatile("" : "+r"(a), "+r"(b));
            // Unsigned: the sum may wrap.
            acc[i] += (uint32_t)((int32_t)a * b);
            __asm__ volatile("" : "+r"(acc[i]));
        }
    }
}

mant_peaks mant_peaks__scalar(void) {
    return (mant_peaks){
        .f32 = {.run = f32, .macs = ACCUMULATORS, .instructions = "C, float"},
        .i16 = {.run = i16, .macs = ACCUMULATORS, .instructions = "C, int16_t"},
    };
}

#endif

uint64_t mant_u64_sum(const uint64_t *values, ptrdiff_t count) {
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}
