#include "mantissa_kernels.h"

// __builtin_cpu_supports asks CPUID and, through XGETBV, whether the operating system saves the registers.
#if defined(__x86_64__)

int32_t mant_supports_avx2(void) {
    return __builtin_cpu_supports("avx2") != 0;
}

int32_t mant_supports_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

int32_t mant_supports_avx512vnni(void) {
    return mant_supports_avx512() && __builtin_cpu_supports("avx512vnni");
}

int32_t mant_supports_neon(void) {
    return 0;
}

#else

int32_t mant_supports_avx2(void) {
    return 0;
}
int32_t mant_supports_avx512(void) {
    return 0;
}
int32_t mant_supports_avx512vnni(void) {
    return 0;
}

#if defined(__aarch64__)
int32_t mant_supports_neon(void) {
    return 1;
}
#else
int32_t mant_supports_neon(void) {
    return 0;
}
#endif

#endif
