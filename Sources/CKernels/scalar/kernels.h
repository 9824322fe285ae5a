/// The scalar kernels: they define the answer.
#pragma once

#include "mantissa_kernels.h"

#pragma STDC FP_CONTRACT OFF

uint64_t mant_i16_gemm_1x16__scalar(const mant_i16_gemm_args *args);
uint64_t mant_i16_sparse_gemm_1x16__scalar(const mant_i16_sparse_gemm_args *args);
void mant_i16_im2col__scalar(const mant_i16_im2col_args *args);
uint64_t mant_i16_dwconv__scalar(const mant_i16_dwconv_args *args);
uint64_t mant_i16_maxpool__scalar(const mant_i16_pool_args *args);
uint64_t mant_i16_avgpool__scalar(const mant_i16_pool_args *args);
uint64_t mant_i16_gavgpool__scalar(const mant_i16_gavgpool_args *args);
uint64_t mant_i16_add__scalar(const mant_i16_binary_args *args);
uint64_t mant_i16_sub__scalar(const mant_i16_binary_args *args);
uint64_t mant_i16_mul__scalar(const mant_i16_binary_args *args);
uint64_t mant_i16_div__scalar(const mant_i16_binary_args *args);
uint64_t mant_i16_affine__scalar(const mant_i16_affine_args *args);
uint64_t mant_i16_requantize__scalar(const mant_i16_requantize_args *args);
void mant_i16_lut__scalar(const int16_t *input, const int16_t *table, ptrdiff_t count, int16_t *output);
uint64_t mant_f32_quantize__scalar(const mant_f32_quantize_args *args);
void mant_i16_dequantize__scalar(const int16_t *input, float scale, ptrdiff_t count, float *output);
void mant_f32_softmax__scalar(const mant_f32_softmax_args *args);
uint64_t mant_i16_lrn__scalar(const mant_i16_lrn_args *args);
uint64_t mant_layernorm__scalar(const mant_layernorm_args *args);
void mant_i16_transpose__scalar(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                int16_t *output, ptrdiff_t output_stride);
void mant_f32_transpose__scalar(const float *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                float *output, ptrdiff_t output_stride);
