#include "kernels.h"

#if defined(__x86_64__)

mant_kernels mant_kernels__avx512vnni(void) {
    return (mant_kernels){
        .gemm_nr = 32,
        .gemm = mant_i16_gemm_7x32__avx512vnni,
        .winograd_input = mant_i16_winograd_input__avx512vnni,
        .winograd = mant_i16_winograd_14x32__avx512vnni,
        .dwconv = mant_i16_dwconv__avx512vnni,
    };
}

#else

mant_kernels mant_kernels__avx512vnni(void) {
    return (mant_kernels){0};
}

#endif
