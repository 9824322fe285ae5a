#include "kernels.h"

#if defined(__x86_64__)

mant_kernels mant_kernels__avx2(void) {
    return (mant_kernels){
        .gemm_nr = 16,
        .gemm = mant_i16_gemm_6x16__avx2,
        .sparse_gemm = mant_i16_sparse_gemm_6x16__avx2,
        .winograd_input = mant_i16_winograd_input__avx2,
        .winograd = mant_i16_winograd_6x16__avx2,
        .dwconv = mant_i16_dwconv__avx2,
        .layernorm = mant_layernorm__avx2,
        .maxpool = mant_i16_maxpool__avx2,
        .avgpool = mant_i16_avgpool__avx2,
        .gavgpool = mant_i16_gavgpool__avx2,
        .add = mant_i16_add__avx2,
        .sub = mant_i16_sub__avx2,
        .mul = mant_i16_mul__avx2,
        .div = mant_i16_div__avx2,
        .affine = mant_i16_affine__avx2,
        .requantize = mant_i16_requantize__avx2,
        .quantize = mant_f32_quantize__avx2,
        .dequantize = mant_i16_dequantize__avx2,
        .softmax = mant_f32_softmax__avx2,
        .lrn = mant_i16_lrn__avx2,
        .transpose_i16 = mant_i16_transpose__avx2,
        .transpose_f32 = mant_f32_transpose__avx2,
    };
}

#else

mant_kernels mant_kernels__avx2(void) {
    return (mant_kernels){0};
}

#endif
