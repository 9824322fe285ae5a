/// The AVX-512 VNNI kernels.
#pragma once

#include "../scalar/kernels.h"

uint64_t mant_i16_gemm_7x32__avx512vnni(const mant_i16_gemm_args *args);
void mant_i16_winograd_input__avx512vnni(const mant_i16_winograd_input_args *args);
uint64_t mant_i16_winograd_14x32__avx512vnni(const mant_i16_winograd_args *args);
uint64_t mant_i16_dwconv__avx512vnni(const mant_i16_dwconv_args *args);
