#include "kernels.h"

mant_kernels mant_kernels__scalar(void) {
    return (mant_kernels){
        .gemm_nr = 16,
        .gemm = mant_i16_gemm_1x16__scalar,
        .sparse_gemm = mant_i16_sparse_gemm_1x16__scalar,
        .im2col = mant_i16_im2col__scalar,
        .dwconv = mant_i16_dwconv__scalar,
        .layernorm = mant_layernorm__scalar,
        .maxpool = mant_i16_maxpool__scalar,
        .avgpool = mant_i16_avgpool__scalar,
        .gavgpool = mant_i16_gavgpool__scalar,
        .add = mant_i16_add__scalar,
        .sub = mant_i16_sub__scalar,
        .mul = mant_i16_mul__scalar,
        .div = mant_i16_div__scalar,
        .affine = mant_i16_affine__scalar,
        .requantize = mant_i16_requantize__scalar,
        .lut = mant_i16_lut__scalar,
        .quantize = mant_f32_quantize__scalar,
        .dequantize = mant_i16_dequantize__scalar,
        .softmax = mant_f32_softmax__scalar,
        .lrn = mant_i16_lrn__scalar,
        .transpose_i16 = mant_i16_transpose__scalar,
        .transpose_f32 = mant_f32_transpose__scalar,
    };
}
