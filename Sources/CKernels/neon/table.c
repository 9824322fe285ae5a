#include "kernels.h"

#if defined(__aarch64__)

// im2col and lut stay the scalar ones: copies, and a table too large for tbl.
mant_kernels mant_kernels__neon(void) {
    return (mant_kernels){
        .gemm_nr = 8,
        .gemm = mant_i16_gemm_8x8__neon,
        .sparse_gemm = mant_i16_sparse_gemm_8x8__neon,
        .dwconv = mant_i16_dwconv__neon,
        .layernorm = mant_layernorm__neon,
        .maxpool = mant_i16_maxpool__neon,
        .avgpool = mant_i16_avgpool__neon,
        .gavgpool = mant_i16_gavgpool__neon,
        .add = mant_i16_add__neon,
        .sub = mant_i16_sub__neon,
        .mul = mant_i16_mul__neon,
        .div = mant_i16_div__neon,
        .affine = mant_i16_affine__neon,
        .requantize = mant_i16_requantize__neon,
        .quantize = mant_f32_quantize__neon,
        .dequantize = mant_i16_dequantize__neon,
        .softmax = mant_f32_softmax__neon,
        .lrn = mant_i16_lrn__neon,
        .transpose_i16 = mant_i16_transpose__neon,
        .transpose_f32 = mant_f32_transpose__neon,
    };
}

#else

mant_kernels mant_kernels__neon(void) {
    return (mant_kernels){0};
}

#endif
