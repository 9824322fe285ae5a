/// The arithmetic peaks of a core: loops of one kind of multiply-add on registers alone. Kernels are held against them,
/// no answer depends on them, so they stand outside of the kernel tables.
#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Multiply-adds on independent accumulators, so many that latency does not show. Touches no memory but its stack.
typedef void (*mant_peak_fn)(int64_t iterations);

typedef struct mant_peak {
    /// Null: the next simpler instruction set's loop serves as well.
    mant_peak_fn _Nullable run;
    /// Multiply-adds (one product added to one sum) of one iteration.
    int64_t macs;
    /// What the loop is made of, e.g. "vpdpwssd zmm".
    const char *_Nullable instructions;
} mant_peak;

typedef struct mant_peaks {
    /// Float32, fused where the instruction set has it. The engine itself never fuses; others' float32 kernels do.
    mant_peak f32;
    /// INT16 products, added in INT32: what gemm and dwconv are made of.
    mant_peak i16;
} mant_peaks;

mant_peaks mant_peaks__scalar(void);
mant_peaks mant_peaks__avx2(void);
mant_peaks mant_peaks__avx512(void);
mant_peaks mant_peaks__avx512vnni(void);
mant_peaks mant_peaks__neon(void);

/// The sum of all values, modulo 2^64: reads memory as fast as one thread can.
uint64_t mant_u64_sum(const uint64_t *values, ptrdiff_t count);

#pragma clang assume_nonnull end
