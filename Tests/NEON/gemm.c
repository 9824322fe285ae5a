#include <string.h>

#include "harness.h"

/// Row-major [n][k] weights in panels of nr columns, as mant_i16_gemm_args wants them.
static int16_t *packed(const int16_t *weights, ptrdiff_t n, ptrdiff_t k, ptrdiff_t nr) {
    const ptrdiff_t pairs = (k + 1) / 2, panels = (n + nr - 1) / nr;
    const size_t bytes = (size_t)(panels * pairs * nr * 2) * sizeof(int16_t);
    int16_t *panel = buffer_make(bytes, 0).data;
    memset(panel, 0, bytes);
    for (ptrdiff_t c = 0; c < n; c++) {
        for (ptrdiff_t r = 0; r < k; r++) {
            panel[c / nr * pairs * nr * 2 + r / 2 * nr * 2 + c % nr * 2 + r % 2] = weights[c * k + r];
        }
    }
    return panel;
}

/// Row-major [n][k] weights as mant_i16_sparse_gemm_args wants them, into its arguments.
static void pack_blocks(const int16_t *weights, ptrdiff_t n, ptrdiff_t k, mant_i16_sparse_gemm_args *args) {
    enum { NR = MANT_SPARSE_BLOCK_COLUMNS };
    const ptrdiff_t pairs = (k + 1) / 2, panels = (n + NR - 1) / NR;
    const int16_t *dense = packed(weights, n, k, NR);
    const int16_t zeros[NR * 2] = {0};
    ptrdiff_t *starts = buffer_make((size_t)panels * sizeof(ptrdiff_t), 0).data;
    ptrdiff_t count = 0;
    for (ptrdiff_t block = 0; block < panels * pairs; block++) {
        if (block % pairs == 0) {
            starts[block / pairs] = count;
        }
        count += memcmp(dense + block * NR * 2, zeros, sizeof zeros) != 0;
    }
    // No block may be left; a buffer has some bytes.
    int16_t *blocks = buffer_make((size_t)(count + (count == 0)) * sizeof zeros, 0).data;
    int32_t *places = buffer_make((size_t)(count + panels) * sizeof(int32_t), 0).data;
    for (ptrdiff_t block = 0, index = 0, place = 0; block < panels * pairs; block++) {
        if (memcmp(dense + block * NR * 2, zeros, sizeof zeros) != 0) {
            memcpy(blocks + index++ * NR * 2, dense + block * NR * 2, sizeof zeros);
            places[place++] = (int32_t)(block % pairs * 2);
        }
        if (block % pairs == pairs - 1) {
            places[place++] = INT32_MAX;
        }
    }
    args->blocks = blocks;
    args->places = places;
    args->starts = starts;
}

/// Zeros in most, some or none of the blocks.
static void clear_blocks(int16_t *weights, ptrdiff_t n, ptrdiff_t k) {
    const ptrdiff_t kept = PICK(0, 1, 10, 50, 90, 100);
    for (ptrdiff_t c = 0; c < n; c += MANT_SPARSE_BLOCK_COLUMNS) {
        for (ptrdiff_t r = 0; r < k; r += 2) {
            if (random_in(0, 99) >= kept) {
                for (ptrdiff_t i = 0; i < MANT_SPARSE_BLOCK_COLUMNS * 2; i++) {
                    const ptrdiff_t column = c + i / 2, element = r + i % 2;
                    if (column < n && element < k) {
                        weights[column * k + element] = 0;
                    }
                }
            }
        }
    }
}

/// Limits on or next to the least and the greatest result.
static mant_limits edge_limits(const subject *s, mant_i16_gemm_args args, ptrdiff_t n) {
    const float infinity = __builtin_inff();
    float *results = buffer_make((size_t)(args.rows * n) * sizeof(float), 0).data;
    args.epilogue.output = NULL;
    args.epilogue.output_f32 = results;
    args.epilogue.output_stride = n;
    args.epilogue.limits = (mant_limits){-infinity, infinity, -32767, 32767};
    s->scalar.gemm(&args);
    float least = results[0], greatest = results[0];
    for (ptrdiff_t i = 0; i < args.rows * n; i++) {
        least = results[i] < least ? results[i] : least;
        greatest = results[i] > greatest ? results[i] : greatest;
    }
    mant_limits limits = {-infinity, infinity, -32767, 32767};
    if (least > -32000.0f && least < 32000.0f) {
        limits.minimum = (int16_t)((ptrdiff_t)least + random_in(-1, 1));
    }
    if (greatest > limits.minimum && greatest < 32000.0f) {
        const ptrdiff_t maximum = (ptrdiff_t)greatest + random_in(-1, 1);
        limits.maximum = (int16_t)(maximum < limits.minimum ? limits.minimum : maximum);
    }
    return limits;
}

static void run(const subject *s, int is_sparse) {
    const ptrdiff_t m = PICK(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 24, 25, 29);
    const ptrdiff_t n = random_columns();
    const ptrdiff_t k = one_in(3) ? random_in(1, 300) : PICK(1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 33, 64, 131);
    const ptrdiff_t chunk = one_in(3) ? PTRDIFF_MAX : one_in(4) ? random_in(k, k + 3) : 2 * random_in(1, (k + 2) / 2);
    const ptrdiff_t a_stride = k + PICK(0, 0, 1, 5), output_stride = n + PICK(0, 0, 1, 3);
    const ptrdiff_t residual_stride = n + PICK(0, 2);
    const int is_float = one_in(3), in_place = !is_float && one_in(4), has_residual = in_place || one_in(2);
    // The largest weights whose sums of full-scale inputs fit int32 together with the bias.
    const int32_t bias_limit = 60000;
    const ptrdiff_t length = chunk < k ? chunk : k;
    const ptrdiff_t fits = (INT32_MAX - bias_limit) / 32767 / length;
    const int16_t limit = (int16_t)(fits < 32767 ? fits : 32767);
    const int is_full_scale = one_in(5);
    const mant_limits limits = random_limits();
    const int exponent =
        is_full_scale ? (int)random_in(-18, -12) : (int)PICK(-22, -16, -14, -12, -6, -2, -1, 0, 100, -160);
    case_begin("%tdx%tdx%td, chunk %td, strides %td, %td, %td, %s%s2^%d%s, limits %g...%g, %d...%d", m, n, k, chunk,
               a_stride, output_stride, residual_stride, is_float ? "float, " : "",
               in_place       ? "in place, "
               : has_residual ? "residual, "
                              : "",
               exponent, is_full_scale ? ", full scale" : "", (double)limits.lower, (double)limits.upper,
               limits.minimum, limits.maximum);

    // Small operands give sums of few bits: halves, and results on the limits.
    const int is_small = exponent > -6 && one_in(2);
    int16_t *a = random_mantissas(extent(m, k, a_stride), k % 2, is_small ? 20 : 32767);
    int16_t *weights = random_mantissas(n * k, 0, is_small && limit > 3 ? 3 : limit);
    if (is_full_scale) {
        for (ptrdiff_t i = 0; i < n * k; i++) {
            weights[i] = weights[i] < 0 ? (int16_t)-limit : limit;
        }
        for (ptrdiff_t i = 0; i < extent(m, k, a_stride); i++) {
            a[i] = one_in(50) ? -32767 : 32767;
        }
    }
    if (is_sparse) {
        clear_blocks(weights, n, k);
    }
    // Columns of padding would saturate by their bias: they must not be counted.
    const ptrdiff_t padded = (n + 31) / 32 * 32;
    int32_t *bias = buffer_make((size_t)padded * sizeof(int32_t), 0).data;
    float *scale = buffer_make((size_t)padded * sizeof(float), 0).data;
    for (ptrdiff_t c = 0; c < padded; c++) {
        bias[c] = c < n       ? (int32_t)(is_small ? random_in(-9, 9) : random_in(-bias_limit, bias_limit))
                  : one_in(2) ? 1 << 28
                              : 0;
        scale[c] = c < n ? random_scale(exponent, exponent + 3) : 1.0f;
    }
    const size_t bytes = (size_t)extent(m, n, output_stride) * (is_float ? sizeof(float) : sizeof(int16_t));
    const buffer expected = buffer_make(bytes, 0);
    if (in_place) {
        for (size_t i = 0; i < bytes / sizeof(int16_t); i++) {
            ((int16_t *)expected.data)[i] = random_mantissa(32767);
        }
    }
    const buffer found = buffer_copy(expected);
    const int16_t *residual = has_residual ? random_mantissas(extent(m, n, residual_stride), 0, 32767) : NULL;

    mant_i16_gemm_args args = {
        .a = a,
        .a_stride = a_stride,
        .b = packed(weights, n, k, s->scalar.gemm_nr),
        .k = k,
        .chunk = chunk,
        .rows = m,
        .column_begin = 0,
        .column_end = n,
        .epilogue = {.bias = bias,
                     .scale = scale,
                     .residual = in_place ? expected.data : residual,
                     .residual_stride = in_place ? output_stride : residual_stride,
                     .residual_scale = random_scale(-4, 1),
                     .largest = __builtin_inff(),
                     .limits = limits,
                     .output = is_float ? NULL : expected.data,
                     .output_f32 = is_float ? expected.data : NULL,
                     .output_stride = output_stride},
    };
    if (!is_float && one_in(2)) {
        args.epilogue.limits = edge_limits(s, args, n);
    }
    const uint64_t expected_count = s->scalar.gemm(&args);

    args.epilogue.residual = in_place ? found.data : residual;
    args.epilogue.output = is_float ? NULL : found.data;
    args.epilogue.output_f32 = is_float ? found.data : NULL;
    mant_i16_sparse_gemm_args sparse = {
        .a = a, .a_stride = a_stride, .k = k, .chunk = chunk, .rows = m, .epilogue = args.epilogue};
    // In ranges of columns, as threads would.
    const ptrdiff_t nr = is_sparse ? MANT_SPARSE_BLOCK_COLUMNS : s->tested.gemm_nr;
    if (is_sparse) {
        pack_blocks(weights, n, k, &sparse);
    } else {
        args.b = packed(weights, n, k, nr);
    }
    uint64_t found_count = 0;
    for (ptrdiff_t column = 0; column < n; column = args.column_end) {
        args.column_begin = column;
        args.column_end = column + nr * random_in(1, 6);
        args.column_end = one_in(2) || args.column_end > n ? n : args.column_end;
        sparse.column_begin = column;
        sparse.column_end = args.column_end;
        // The scalar version of the sparse product is compared with the dense one as well.
        found_count += !is_sparse  ? s->tested.gemm(&args)
                       : one_in(4) ? s->scalar.sparse_gemm(&sparse)
                                   : s->tested.sparse_gemm(&sparse);
    }
    if (is_float) {
        expect_equal_f32(found, expected);
    } else {
        expect_equal_i16(found, expected);
    }
    expect_equal_count(found_count, expected_count);
    buffers_free();
}

static void test(const subject *s, const char *operation, int is_sparse) {
    operation_begin(s->name, operation);
    for (int i = 0; i < 4000; i++) {
        case_next();
        run(s, is_sparse);
    }
    saturating_operation_end();
}

void test_gemm(const subject *s) {
    if (s->tested.gemm != NULL) {
        test(s, "gemm", 0);
    }
    if (s->tested.sparse_gemm != NULL) {
        test(s, "sparse_gemm", 1);
    }
}
