#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq"
#define MANT_GEMM mant_i16_gemm_7x32__avx512
#define MANT_DOT(acc, a, b) _mm512_add_epi32(acc, _mm512_madd_epi16(a, b))
#include "gemm_7x32.h"

#endif
