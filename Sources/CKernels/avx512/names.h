/// The names by which scalar/dwconv_vector.h and scalar/winograd_vector.h know the vectors of AVX-512. Include after
/// vector.h, and after defining MANT_DOT(acc, a, b) = acc + the pair products.

typedef __m512i vector_i16;
typedef __m512i vector_i32;
typedef __m512 vector_f32;
typedef mant_limits_x16 vector_limits;

#define VECTOR_FUNCTION MANT_AVX512
#define VECTOR_INLINE MANT_AVX512_INLINE
#define vector_limits_make mant_limits_x16_make
#define vector_saturations mant_saturations_x16

#define load _mm512_loadu_si512
#define load_aligned _mm512_load_si512
#define store _mm512_storeu_si512
#define store_aligned _mm512_store_si512
#define zero_i32 _mm512_setzero_si512
#define add_i32 _mm512_add_epi32
#define sub_i32 _mm512_sub_epi32
#define halve_i32(v) _mm512_srai_epi32(v, 1)
#define to_f32 _mm512_cvtepi32_ps
#define add_f32 _mm512_add_ps
#define add_i16 _mm512_add_epi16
#define sub_i16 _mm512_sub_epi16
#define broadcast_pair _mm512_set1_epi32
#define dot MANT_DOT

/// The epilogue of `count` rows of two vectors: columns from `column` on, of which those below `column_end` exist.
#define write_rows(count, e, limits, sums, row, column, column_end) \
    mant_epilogue_rows_x16(count, 2, e, limits, sums, row, column, column_end)
