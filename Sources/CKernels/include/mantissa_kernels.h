/// The INT16 dynamic fixed point kernels of Mantissa: argument types, and one table of functions per instruction set.
///
/// Rules that hold for every kernel:
/// - Leaves: no allocation, no global state, no errors. Sizes and strides count elements, not bytes.
/// - The scalar version defines the answer. Every other version returns the same bits, saturation counts included.
/// - Mantissas lie in -32767...32767. -32768 must not occur in an operand that is multiplied.
/// - Float arithmetic rounds to nearest even, multiply and add stay separate, no libm. Flush-to-zero stays off.
/// - A kernel works on a sub-range that its arguments name, so that threads can split outputs.
/// - Only gemm, sparse_gemm and dwconv read beyond the last element (see there); MANT_SLACK_BYTES covers them. Nothing
///   writes beyond its outputs.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "mantissa_math.h"
#include "mantissa_peaks.h"

#pragma clang assume_nonnull begin

/// Bytes that must be readable after the last element of every operand of gemm and dwconv.
#define MANT_SLACK_BYTES 128

/// Channels of packed depthwise weights, bias and scale are padded to a multiple of this.
#define MANT_DWCONV_CHANNEL_BLOCK 32

/// A block of sparse weights: so many columns times so many elements of the reduction.
#define MANT_SPARSE_BLOCK_COLUMNS 16
#define MANT_SPARSE_BLOCK_ELEMENTS 2

/// Bounds of an INT16 result. In this order:
///
///     v = v < lower ? lower : v;  v = v > upper ? upper : v;
///     r = v rounded to nearest even; result = r saturated to minimum...maximum
///
/// A saturation is counted when r lies outside minimum...maximum. NaN (0/0 in div, NaN in quantize) becomes 0.
typedef struct mant_limits {
    /// Activation bounds in units of the output's mantissa; -infinity and infinity for none.
    float lower, upper;
    /// Limits of the output's format, within -32767...32767.
    int16_t minimum, maximum;
} mant_limits;

/// What gemm and dwconv do with the exact sums of one output element (row i, column c):
///
///     f = float(acc_0); f = f + float(acc_j) for every further chunk j, in order
///     v = f * scale[c]
///     v = v + float(residual[i][c]) * residual_scale      (when residual is given)
///     clamp, round, saturate by limits                     (int16 output)
///     clamp only                                           (float32 output)
///
/// The bias is added to the first chunk's int32 sum. Scales must be so small that no v is NaN.
typedef struct mant_epilogue {
    /// Per column, padded to the kernel's column block.
    const int32_t *bias;
    /// Per column, padded like bias: exact powers of two.
    const float *scale;
    /// Null for none. Rows are residual_stride elements apart.
    const int16_t *_Nullable residual;
    ptrdiff_t residual_stride;
    float residual_scale;
    mant_limits limits;
    /// No |v| is larger before it is clamped, as the caller has proven; infinity where nothing is known. Where every v
    /// fits int32, kernels may clamp and count integers.
    float largest;
    /// Exactly one of the two outputs is given. Rows are output_stride elements apart.
    int16_t *_Nullable output;
    float *_Nullable output_f32;
    ptrdiff_t output_stride;
} mant_epilogue;

/// output[i][c] = epilogue(sum over k of a[i][k] * b[c][k]) for rows 0..<rows and columns column_begin..<column_end.
///
/// b is packed in panels of nr columns (nr = the table's gemm_nr), columns beyond n are zero, an odd k is padded
/// with zero weights:
///
///     panel p: [(k + 1) / 2][nr][2], panel p holds columns p*nr ..< (p+1)*nr; 64-byte aligned
///
/// All pointers but a stand at column 0. column_begin must be a multiple of nr; column_end a multiple of nr or n.
/// When k is odd a[i][k] is read (and multiplied by zero).
typedef struct mant_i16_gemm_args {
    const int16_t *a;
    ptrdiff_t a_stride;
    const int16_t *b;
    ptrdiff_t k;
    /// Elements of the reduction per exact int32 sum: even, or >= k for one sum.
    ptrdiff_t chunk;
    ptrdiff_t rows;
    ptrdiff_t column_begin, column_end;
    mant_epilogue epilogue;
} mant_i16_gemm_args;

/// The product of mant_i16_gemm_args with weights of which only the blocks are stored that are not all zero: panels of
/// MANT_SPARSE_BLOCK_COLUMNS columns, blocks of MANT_SPARSE_BLOCK_ELEMENTS elements of the reduction, in its order.
/// Sums are exact, so that leaving out zeros changes no bit: the result is gemm's. Columns beyond n and the element
/// behind an odd k are zero in every block.
///
/// All pointers but a stand at column 0. column_begin and column_end as in gemm, for panels of
/// MANT_SPARSE_BLOCK_COLUMNS. When k is odd a[i][k] may be read.
typedef struct mant_i16_sparse_gemm_args {
    const int16_t *a;
    ptrdiff_t a_stride;
    /// Per block [MANT_SPARSE_BLOCK_COLUMNS][MANT_SPARSE_BLOCK_ELEMENTS], panel after panel; 64-byte aligned.
    const int16_t *blocks;
    /// Per block its first element of the reduction, ascending in a panel; behind each panel's last INT32_MAX.
    const int32_t *places;
    /// Per panel the number of blocks before it. Its blocks begin there, its places one for each panel later.
    const ptrdiff_t *starts;
    /// Below INT32_MAX.
    ptrdiff_t k;
    ptrdiff_t chunk;
    ptrdiff_t rows;
    ptrdiff_t column_begin, column_end;
    mant_epilogue epilogue;
} mant_i16_sparse_gemm_args;

/// Geometry of a window that slides over an NHWC image. Input position of tap (y, x) of output (oy, ox):
///
///     iy = oy * stride_height + y * dilation_height - pad_top,   ix alike
typedef struct mant_window {
    ptrdiff_t height, width;
    ptrdiff_t kernel_height, kernel_width;
    ptrdiff_t stride_height, stride_width;
    ptrdiff_t dilation_height, dilation_width;
    ptrdiff_t pad_top, pad_left, pad_bottom, pad_right;
    ptrdiff_t output_width;
} mant_window;

/// Writes rows of the im2col matrix of one image (or of one group of it): row = output pixel, column = (channel block,
/// kernel row, kernel column, channel of the block). Taps in the padding are zero. An odd row length is followed by one
/// zero.
typedef struct mant_i16_im2col_args {
    /// First channel of the group at pixel (0, 0); pixels are input_stride elements apart.
    const int16_t *input;
    ptrdiff_t input_stride;
    ptrdiff_t channels;
    /// Channels per block; the last block has what is left. `channels` for one block.
    ptrdiff_t channel_block;
    mant_window window;
    /// Output pixels (oy * output_width + ox) pixel_begin..<pixel_end; the first one goes to output row 0.
    ptrdiff_t pixel_begin, pixel_end;
    int16_t *output;
    /// At least kernel_height * kernel_width * channels, rounded up to even.
    ptrdiff_t output_stride;
} mant_i16_im2col_args;

/// Depthwise convolution of one NHWC image: output[p][c] = epilogue(sum over taps t of input[..][c] * weights[t][c]).
///
/// All pointers stand at the first of `channels`; output and residual at pixel 0 of the image, pixels are output_stride
/// and residual_stride apart. Reads up to 31 elements beyond the last channel of the last pixel.
typedef struct mant_i16_dwconv_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    ptrdiff_t channels;
    mant_window window;
    /// [kernel_height * kernel_width][channels rounded up to MANT_DWCONV_CHANNEL_BLOCK], 64-byte aligned; taps are
    /// weights_stride elements apart.
    const int16_t *weights;
    ptrdiff_t weights_stride;
    /// Taps per exact int32 sum: even, or >= all taps for one sum.
    ptrdiff_t chunk;
    /// Output rows row_begin..<row_end.
    ptrdiff_t row_begin, row_end;
    mant_epilogue epilogue;
} mant_i16_dwconv_args;

/// The tiles of 2 x 2 output pixels of NHWC images under a 3 x 3 window with strides and dilations of 1, padded by
/// pad_top and pad_left (at the other sides by what the output's extents ask for). Tile
/// (image * tile rows + tile row) * tile columns + tile column, where rows and columns are half the output's, rounded
/// up, begins at output pixel (2 * tile row, 2 * tile column) of its image.
typedef struct mant_winograd_tiles {
    ptrdiff_t height, width;
    ptrdiff_t pad_top, pad_left;
    ptrdiff_t output_height, output_width;
    /// Tiles begin..<end.
    ptrdiff_t begin, end;
} mant_winograd_tiles;

/// The input transform of Winograd's F(2x2,3x3) (Lavin and Gray, 2015): for each tile and channel the 4 x 4 input
/// pixels d that its outputs depend on (0 in the padding) become
///
///     output[4 * i + j] = (B^T d B)[i][j] - (i == 1 && j == 1 ? offset : 0)   modulo 2^16
///
///     B^T = 1  0 -1  0
///           0  1  1  0
///           0 -1  1  0
///           0  1  0 -1
///
/// For mantissas within lo...hi, lo <= 0 <= hi, and offset = 2 (lo + hi) every result lies within -w...w,
/// w = 2 (hi - lo), so that w <= 32767 makes the transform exact.
typedef struct mant_i16_winograd_input_args {
    /// Pixel (0, 0) of image 0; pixels are input_stride elements apart, images height * width pixels.
    const int16_t *input;
    ptrdiff_t input_stride;
    ptrdiff_t channels;
    mant_winograd_tiles tiles;
    int16_t offset;
    /// [16][tiles][channels, and a zero after an odd number]; tile_stride and position_stride elements apart. What
    /// follows up to a multiple of 32 channels may be written.
    int16_t *output;
    ptrdiff_t tile_stride, position_stride;
} mant_i16_winograd_input_args;

/// Convolution of the tiles that winograd_input transformed. Same result as im2col and gemm with one exact sum for all
/// taps of each block of channels: for each block
///
///     M[p] = start[p == 5] + sum over c of input[p][tile][c] * weights[p][c],  p = 4 * i + j      modulo 2^32
///     Z[i][0] = M[i][0] + (M[i][1] + M[i][2]) / 2      Z[i][1] = (M[i][1] - M[i][2]) / 2 - M[i][3]
///     Y[0][j] = Z[0][j] + (Z[1][j] + Z[2][j]) / 2      Y[1][j] = (Z[1][j] - Z[2][j]) / 2 - Z[3][j]
///
/// with weights G w G^T of G = (1 0 0), (1 1 1), (1 -1 1), (0 0 1). What is halved is even, since this G is twice
/// Winograd's in its middle rows; it must fit int32, everything else may wrap. Y is the exact sum of the block.
///
/// Epilogue: row 0 is pixel (0, 0) of image 0, and pixels are rows. The bias is added to the first block's sum.
typedef struct mant_i16_winograd_args {
    const int16_t *input;
    ptrdiff_t tile_stride, position_stride;
    /// Per panel of nr columns and block: [16][(channels of the block + 1) / 2][nr][2]; 64-byte aligned.
    const int16_t *weights;
    /// [blocks][columns padded to nr]: offset times the sum of the block's weights at position 5.
    const int32_t *start;
    ptrdiff_t start_stride;
    ptrdiff_t channels;
    /// Even, or >= channels.
    ptrdiff_t channel_block;
    mant_winograd_tiles tiles;
    /// As in gemm.
    ptrdiff_t column_begin, column_end;
    mant_epilogue epilogue;
} mant_i16_winograd_args;

/// Pooling of one NHWC image, output rows row_begin..<row_end.
///
/// maxpool: the largest mantissa of the taps inside the image (-32767 if there is none), format unchanged; scale,
/// limits and count_include_pad are ignored.
/// avgpool: v = float(sum) / float(count) * scale, then limits. count = taps inside the image, or with
/// count_include_pad inside the padded image; no tap gives 0.
typedef struct mant_i16_pool_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    ptrdiff_t channels;
    mant_window window;
    int32_t count_include_pad;
    float scale;
    mant_limits limits;
    ptrdiff_t row_begin, row_end;
    /// Pixel 0 of the image; pixels are output_stride elements apart.
    int16_t *output;
    ptrdiff_t output_stride;
} mant_i16_pool_args;

/// output[c] = limits(float(sum over all pixels of input[p][c]) / float(pixels) * scale). The sum is exact.
typedef struct mant_i16_gavgpool_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    ptrdiff_t pixels, channels;
    float scale;
    mant_limits limits;
    int16_t *output;
} mant_i16_gavgpool_args;

/// Elementwise operation of two DFP operands over rows x columns. Element (i, j) of an operand lies at
/// i * stride + j * step; step is 0 or 1, stride may be 0: same shape (columns, 1), per channel (0, 1), per pixel
/// (1, 0), scalar (0, 0). The output may be an operand itself when it has the same stride.
///
/// add: v = float(a) * a_scale + float(b) * b_scale;  sub: the difference;
/// mul: v = float(a * b) * scale, a * b exact in int32;  div: v = float(a) / float(b) * scale.
typedef struct mant_i16_binary_args {
    const int16_t *a;
    ptrdiff_t a_stride, a_step;
    const int16_t *b;
    ptrdiff_t b_stride, b_step;
    float a_scale, b_scale;
    float scale;
    mant_limits limits;
    ptrdiff_t rows, columns;
    int16_t *output;
    ptrdiff_t output_stride;
} mant_i16_binary_args;

/// output[i][j] = limits(float(input[i][j]) * multiplier[j] + addend[j]): BatchNormalization and its like.
/// In place allowed.
typedef struct mant_i16_affine_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    const float *multiplier;
    const float *addend;
    mant_limits limits;
    ptrdiff_t rows, columns;
    int16_t *output;
    ptrdiff_t output_stride;
} mant_i16_affine_args;

/// output[i][j] = limits(float(input[i][j]) * scale). In place allowed.
typedef struct mant_i16_requantize_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    float scale;
    mant_limits limits;
    ptrdiff_t rows, columns;
    int16_t *output;
    ptrdiff_t output_stride;
} mant_i16_requantize_args;

/// output[i] = limits(input[i] * scale); NaN gives 0.
typedef struct mant_f32_quantize_args {
    const float *input;
    float scale;
    mant_limits limits;
    ptrdiff_t count;
    int16_t *output;
} mant_f32_quantize_args;

/// Softmax over the columns of each row of float32, in place allowed:
///
///     e[j] = mant_expf(x[j] - max x);  sum: 16 partial sums (lane = j mod 16), then lane l + lane l+8, l+4, l+2, l+1
///     y[j] = e[j] / sum
///
/// With `probabilities`, output is room for e (unspecified afterwards where a row holds NaN), and
///
///     probabilities[j] = limits of 0...32767 (e[j] * (32768 / sum)); NaN gives 0
typedef struct mant_f32_softmax_args {
    const float *input;
    ptrdiff_t input_stride;
    ptrdiff_t rows, columns;
    float *output;
    ptrdiff_t output_stride;
    int16_t *_Nullable probabilities;
    ptrdiff_t probabilities_stride;
} mant_f32_softmax_args;

/// Layer normalization over the columns of each row. Exactly one of the inputs and one of the outputs is given:
///
///     x[j] = float(input[j]) * input_scale, or input_f32[j]
///     m = S(x) / float(columns);  d[j] = x[j] - m;  q = S(d * d) / float(columns)
///     v = (d[j] * (1 / sqrt(q + epsilon))) * scale[j] + shift[j], then limits (int16) or as it is (float32)
///
/// S sums 16 partial sums (lane = j mod 16), then lane l + lane l+8, l+4, l+2, l+1. For int16 scale and shift are in
/// units of the output's mantissa. In place allowed where the element types are the same.
typedef struct mant_layernorm_args {
    const int16_t *_Nullable input;
    const float *_Nullable input_f32;
    float input_scale;
    ptrdiff_t rows, columns;
    /// Elements between rows of the input and of the output.
    ptrdiff_t input_stride, output_stride;
    const float *scale;
    const float *shift;
    float epsilon;
    mant_limits limits;
    int16_t *_Nullable output;
    float *_Nullable output_f32;
} mant_layernorm_args;

/// Local response normalization over the channels of NHWC rows. Not in place.
///
///     s = sum over the window of input^2 (exact; window: channel - (size - 1) / 2 ... channel + size / 2)
///     b = float(s) * alpha_scale + bias;  r = sqrt(b)
///     p = 1 / (r * sqrt(r)) when beta is 0.75 (as in AlexNet and GoogLeNet), else mant_powf(b, -beta)
///     v = float(x) * p * scale
///
/// alpha_scale = alpha / size * 2^(2 * input exponent), scale = 2^(input exponent - output exponent). size <= 2^20.
typedef struct mant_i16_lrn_args {
    const int16_t *input;
    ptrdiff_t input_stride;
    float alpha_scale, bias, beta;
    float scale;
    ptrdiff_t size;
    mant_limits limits;
    ptrdiff_t rows, channels;
    int16_t *output;
    ptrdiff_t output_stride;
} mant_i16_lrn_args;

typedef uint64_t (*mant_i16_gemm_fn)(const mant_i16_gemm_args *);
typedef uint64_t (*mant_i16_sparse_gemm_fn)(const mant_i16_sparse_gemm_args *);
typedef void (*mant_i16_im2col_fn)(const mant_i16_im2col_args *);
typedef void (*mant_i16_winograd_input_fn)(const mant_i16_winograd_input_args *);
typedef uint64_t (*mant_i16_winograd_fn)(const mant_i16_winograd_args *);
typedef uint64_t (*mant_i16_dwconv_fn)(const mant_i16_dwconv_args *);
typedef uint64_t (*mant_i16_pool_fn)(const mant_i16_pool_args *);
typedef uint64_t (*mant_i16_gavgpool_fn)(const mant_i16_gavgpool_args *);
typedef uint64_t (*mant_i16_binary_fn)(const mant_i16_binary_args *);
typedef uint64_t (*mant_i16_affine_fn)(const mant_i16_affine_args *);
typedef uint64_t (*mant_i16_requantize_fn)(const mant_i16_requantize_args *);
/// output[i] = table[(uint16_t)input[i]]: 65536 entries, index 0 = mantissa 0, index 65535 = mantissa -1.
typedef void (*mant_i16_lut_fn)(const int16_t *input, const int16_t *table, ptrdiff_t count, int16_t *output);
typedef uint64_t (*mant_f32_quantize_fn)(const mant_f32_quantize_args *);
/// output[i] = float(input[i]) * scale.
typedef void (*mant_i16_dequantize_fn)(const int16_t *input, float scale, ptrdiff_t count, float *output);
typedef void (*mant_f32_softmax_fn)(const mant_f32_softmax_args *);
typedef uint64_t (*mant_layernorm_fn)(const mant_layernorm_args *);
typedef uint64_t (*mant_i16_lrn_fn)(const mant_i16_lrn_args *);
/// output[j][i] = input[i][j] for rows x columns of input. NHWC to NCHW is rows = H * W, columns = C.
typedef void (*mant_i16_transpose_fn)(const int16_t *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                      int16_t *output, ptrdiff_t output_stride);
typedef void (*mant_f32_transpose_fn)(const float *input, ptrdiff_t input_stride, ptrdiff_t rows, ptrdiff_t columns,
                                      float *output, ptrdiff_t output_stride);

/// The kernels that one instruction set adds. Null: the next simpler instruction set's version serves as well.
typedef struct mant_kernels {
    /// Columns of a packed panel that gemm reads; meaningful when gemm is given.
    ptrdiff_t gemm_nr;
    mant_i16_gemm_fn _Nullable gemm;
    /// Its panels have MANT_SPARSE_BLOCK_COLUMNS columns, whatever gemm_nr is.
    mant_i16_sparse_gemm_fn _Nullable sparse_gemm;
    mant_i16_im2col_fn _Nullable im2col;
    /// Both or neither; scalar has neither: gemm defines the result. Its panels have gemm_nr columns.
    mant_i16_winograd_input_fn _Nullable winograd_input;
    mant_i16_winograd_fn _Nullable winograd;
    mant_i16_dwconv_fn _Nullable dwconv;
    mant_i16_pool_fn _Nullable maxpool;
    mant_i16_pool_fn _Nullable avgpool;
    mant_i16_gavgpool_fn _Nullable gavgpool;
    mant_i16_binary_fn _Nullable add;
    mant_i16_binary_fn _Nullable sub;
    mant_i16_binary_fn _Nullable mul;
    mant_i16_binary_fn _Nullable div;
    mant_i16_affine_fn _Nullable affine;
    mant_i16_requantize_fn _Nullable requantize;
    mant_i16_lut_fn _Nullable lut;
    mant_f32_quantize_fn _Nullable quantize;
    mant_i16_dequantize_fn _Nullable dequantize;
    mant_f32_softmax_fn _Nullable softmax;
    mant_layernorm_fn _Nullable layernorm;
    mant_i16_lrn_fn _Nullable lrn;
    mant_i16_transpose_fn _Nullable transpose_i16;
    mant_f32_transpose_fn _Nullable transpose_f32;
} mant_kernels;

/// The tables. On an architecture without the instruction set every entry is null.
mant_kernels mant_kernels__scalar(void);
mant_kernels mant_kernels__avx2(void);
mant_kernels mant_kernels__avx512(void);
mant_kernels mant_kernels__avx512vnni(void);
mant_kernels mant_kernels__neon(void);

/// Whether this processor and operating system run the instruction set: 0 or 1.
int32_t mant_supports_avx2(void);
/// F, BW, VL and DQ.
int32_t mant_supports_avx512(void);
/// What avx512 needs, and VNNI.
int32_t mant_supports_avx512vnni(void);
int32_t mant_supports_neon(void);

#pragma clang assume_nonnull end
