/// The AVX2 kernels. They hand tails to the scalar ones.
#pragma once

#include "../scalar/kernels.h"

uint64_t mant_i16_gemm_6x16__avx2(const mant_i16_gemm_args *args);
uint64_t mant_i16_sparse_gemm_6x16__avx2(const mant_i16_sparse_gemm_args *args);
void mant_i16_winograd_input__avx2(const mant_i16_winograd_input_args *args);
uint64_t mant_i16_winograd_6x16__avx2(const mant_i16_winograd_args *args);
uint64_t mant_i16_dwconv__avx2(const mant_i16_dwconv_args *args);
uint64_t mant_i16_maxpool__avx2(const mant_i16_pool_args *args);
uint64_t mant_i16_avgpool__avx2(const mant_i16_pool_args *args);
uint64_t mant_i16_gavgpool__avx2(const mant_i16_gavgpool_args *args);
uint64_t mant_i16_add__avx2(const mant_i16_binary_args *args);
uint64_t mant_i16_sub__avx2(const mant_i16_binary_args *args);
uint64_t mant_i16_mul__avx2(const mant_i16_binary_args *args);
uint64_t mant_i16_div__avx2(const mant_i16_binary_args *args);
uint64_t mant_i16_affine__avx2(const mant_i16_affine_args *args);
uint64_t mant_i16_requantize__avx2(const mant_i16_requantize_args *args);
uint64_t mant_f32_quantize__avx2(const mant_f32_quantize_args *args);
void mant_i16_dequantize__avx2(const int16_t *input, float scale, ptrdiff_t count, float *output);
void mant_f32_softmax__avx2(const mant_f32_softmax_args *args);
uint64_t mant_i16_lrn__avx2(const mant_i16_lrn_args *args);
uint64_t mant_layernorm__avx2(const mant_layernorm_args *args);
void mant_i16_transpose__avx2(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                              int16_t *output, ptrdiff_t output_stride);
void mant_f32_transpose__avx2(const float *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                              float *output, ptrdiff_t output_stride);
