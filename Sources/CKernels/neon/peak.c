#include "mantissa_peaks.h"

#if defined(__aarch64__)

#include <arm_neon.h>

// Assembly, so that the compiler neither merges, moves nor replaces what is to be measured. More accumulators than
// latency times throughput: 4 cycles, up to four a cycle.
enum { ACCUMULATORS = 16 };

static void f32(int64_t iterations) {
    const float32x4_t a = vdupq_n_f32(0.5f), b = vdupq_n_f32(0x1p-10f);
    float32x4_t sum[ACCUMULATORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; i++) {
        sum[i] = vdupq_n_f32(0);
    }
    for (int64_t n = 0; n < iterations; n++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i++) {
            __asm__ volatile("fmla %0.4s, %1.4s, %2.4s" : "+w"(sum[i]) : "w"(a), "w"(b));
        }
    }
}

static void i16(int64_t iterations) {
    const int16x8_t a = vdupq_n_s16(3), b = vdupq_n_s16(-5);
    int32x4_t acc[ACCUMULATORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < ACCUMULATORS; i++) {
        acc[i] = vdupq_n_s32(0);
    }
    for (int64_t n = 0; n < iterations; n++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < ACCUMULATORS; i += 2) {
            __asm__ volatile("smlal %0.4s, %1.4h, %2.4h" : "+w"(acc[i]) : "w"(a), "w"(b));
            __asm__ volatile("smlal2 %0.4s, %1.8h, %2.8h" : "+w"(acc[i + 1]) : "w"(a), "w"(b));
        }
    }
}

mant_peaks mant_peaks__neon(void) {
    return (mant_peaks){
        .f32 = {.run = f32, .macs = ACCUMULATORS * 4, .instructions = "fmla 4s"},
        .i16 = {.run = i16, .macs = ACCUMULATORS * 4, .instructions = "smlal + smlal2 4s"},
    };
}

#else

mant_peaks mant_peaks__neon(void) {
    return (mant_peaks){0};
}

#endif
