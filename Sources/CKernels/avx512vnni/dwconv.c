#include "kernels.h"

#if defined(__x86_64__)

#define MANT_TARGET "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,tune=znver4"
#define MANT_DWCONV mant_i16_dwconv__avx512vnni
#define MANT_DOT(acc, a, b) _mm512_dpwssd_epi32(acc, a, b)
#include "../avx512/dwconv_32.h"

#endif
