/// The AVX-512 kernels.
#pragma once

#include "../scalar/kernels.h"

uint64_t mant_i16_gemm_7x32__avx512(const mant_i16_gemm_args *args);
void mant_i16_winograd_input__avx512(const mant_i16_winograd_input_args *args);
uint64_t mant_i16_winograd_14x32__avx512(const mant_i16_winograd_args *args);
uint64_t mant_i16_dwconv__avx512(const mant_i16_dwconv_args *args);
uint64_t mant_layernorm__avx512(const mant_layernorm_args *args);
uint64_t mant_f32_quantize__avx512(const mant_f32_quantize_args *args);
void mant_f32_softmax__avx512(const mant_f32_softmax_args *args);
