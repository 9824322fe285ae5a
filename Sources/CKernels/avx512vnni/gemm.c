#include "kernels.h"

#if defined(__x86_64__)

// Without tune=znver4 clang replaces vpdpwssd by vpmaddwd and vpaddd, which it believes to be faster.
#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,tune=znver4"
#define MANT_GEMM mant_i16_gemm_7x32__avx512vnni
#define MANT_DOT(acc, a, b) _mm512_dpwssd_epi32(acc, a, b)
#include "../avx512/gemm_7x32.h"

#endif
