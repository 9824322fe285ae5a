/// The names by which scalar/dwconv_vector.h and scalar/winograd_vector.h know the vectors of AVX2. Include after
/// vector.h.

typedef __m256i vector_i16;
typedef __m256i vector_i32;
typedef __m256 vector_f32;
typedef mant_limits_x8 vector_limits;

#define VECTOR_FUNCTION MANT_AVX2
#define VECTOR_INLINE MANT_AVX2_INLINE
#define vector_limits_make mant_limits_x8_make
#define vector_saturations mant_saturations_x8

#define load(p) _mm256_loadu_si256((const __m256i *)(p))
#define load_aligned(p) _mm256_load_si256((const __m256i *)(p))
#define store(p, v) _mm256_storeu_si256((__m256i *)(p), v)
#define store_aligned(p, v) _mm256_store_si256((__m256i *)(p), v)
#define zero_i32 _mm256_setzero_si256
#define add_i32 _mm256_add_epi32
#define sub_i32 _mm256_sub_epi32
#define halve_i32(v) _mm256_srai_epi32(v, 1)
#define to_f32 _mm256_cvtepi32_ps
#define add_f32 _mm256_add_ps
#define add_i16 _mm256_add_epi16
#define sub_i16 _mm256_sub_epi16
#define broadcast_pair _mm256_set1_epi32
#define dot(acc, a, b) _mm256_add_epi32(acc, _mm256_madd_epi16(a, b))

/// The epilogue of `count` rows of two vectors: columns from `column` on, of which those below `column_end` exist.
#define write_rows(count, e, limits, sums, row, column, column_end) \
    mant_epilogue_rows_x16(count, e, limits, sums, row, column, (column_end) - (column))
