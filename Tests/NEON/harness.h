/// What the tests of the tables share: reproducible numbers, operands that end at a page without access, comparison
/// with the scalar answer. The first difference ends the program with status 1.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "mantissa_kernels.h"

/// The two tables of a run; `name` is the tested instruction set's.
typedef struct subject {
    const char *name;
    mant_kernels tested, scalar;
} subject;

void test_gemm(const subject *s);
void test_dwconv(const subject *s);
void test_pooling(const subject *s);
void test_elementwise(const subject *s);
void test_conversion(const subject *s);
void test_normalization(const subject *s);
void test_transpose(const subject *s);

// MARK: numbers

/// Before the first case. Each case has numbers of its own, whatever the ones before it took.
void seed_random(uint64_t seed);
/// lowest...highest.
ptrdiff_t random_in(ptrdiff_t lowest, ptrdiff_t highest);
/// True once in n.
int one_in(ptrdiff_t n);
/// One of the numbers of a list.
#define PICK(...) \
    pick((const ptrdiff_t[]){__VA_ARGS__}, (ptrdiff_t)(sizeof((ptrdiff_t[]){__VA_ARGS__}) / sizeof(ptrdiff_t)))
ptrdiff_t pick(const ptrdiff_t *list, ptrdiff_t count);
/// A column or channel count around the multiples of every vector length.
ptrdiff_t random_columns(void);
/// Within -limit...limit; every eighth is an extreme or zero.
int16_t random_mantissa(int16_t limit);
/// 2^lowest...2^highest; one in four is no power of two, so that contraction to FMA would show.
float random_scale(int lowest, int highest);
/// A quiet NaN of any sign and payload.
float random_nan(void);
/// Any sign and size; ties, zeros of both signs, subnormals, and where allowed infinities and NaN.
float random_float(int with_special);
mant_limits random_limits(void);

// MARK: operands

/// Memory that ends at a page without access, `slack` bytes behind its last element, and begins behind a pattern.
typedef struct buffer {
    void *data;
    size_t bytes;
    unsigned char *first;
} buffer;

/// Filled with a pattern that no result has.
buffer buffer_make(size_t bytes, size_t slack);
buffer buffer_copy(buffer original);
/// Frees all buffers.
void buffers_free(void);

/// `count` mantissas, the ones in `slack_count` elements behind them included.
int16_t *random_mantissas(ptrdiff_t count, ptrdiff_t slack_count, int16_t limit);
float *random_floats(ptrdiff_t count, int with_special);
/// Elements of rows x columns that begin `stride` apart, none behind the last.
ptrdiff_t extent(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride);

// MARK: comparison

void operation_begin(const char *instruction_set, const char *operation);
/// The next case of the operation, with its numbers.
void case_next(void);
/// Describes the case, for messages.
void case_begin(const char *format, ...) __attribute__((format(printf, 1, 2)));
/// Equal bits, the memory before the results included.
void expect_equal_i16(buffer found, buffer expected);
void expect_equal_f32(buffer found, buffer expected);
void expect_equal_count(uint64_t found, uint64_t expected);
/// Prints what was run, and a checksum of the results that is the same on every machine; a difference has ended the
/// program before.
void operation_end(void);
/// The same, and fails unless some results were saturated and some were not.
void saturating_operation_end(void);
