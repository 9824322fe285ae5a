#include "mantissa_kernels.h"

// No kernels of its own yet: every entry falls back to the scalar one, which clang vectorizes with Advanced SIMD.
mant_kernels mant_kernels__neon(void) {
    return (mant_kernels){0};
}
