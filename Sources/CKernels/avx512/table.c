#include "kernels.h"

#if defined(__x86_64__)

mant_kernels mant_kernels__avx512(void) {
    return (mant_kernels){
        .gemm_nr = 32,
        .gemm = mant_i16_gemm_7x32__avx512,
        .winograd_input = mant_i16_winograd_input__avx512,
        .winograd = mant_i16_winograd_14x32__avx512,
        .dwconv = mant_i16_dwconv__avx512,
        .quantize = mant_f32_quantize__avx512,
        .softmax = mant_f32_softmax__avx512,
        .layernorm = mant_layernorm__avx512,
    };
}

#else

mant_kernels mant_kernels__avx512(void) {
    return (mant_kernels){0};
}

#endif
