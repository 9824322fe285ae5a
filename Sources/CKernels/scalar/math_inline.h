/// e^x in float32, in the operations that every instruction set repeats lane by lane (softmax).
///
///     n = round(x / ln 2);  r = x - n * ln 2, in two steps (0.693359375 has 10 bits: n times it is exact)
///     e^r = 1 + r + r^2 * q(r), |r| <= ln(2) / 2, q of degree 4: 0.05 ulp from the function, 1 ulp from rounding
///     2^n in two factors, since n reaches 128
#pragma once

#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

#define MANT_EXP_LOG2E 0x1.715476p+0f
#define MANT_EXP_MAGIC 12582912.0f
#define MANT_EXP_LN2_HIGH 0.693359375f
#define MANT_EXP_LN2_LOW -0x1.bd0106p-13f
#define MANT_EXP_Q0 0x1.fffffcp-2f
#define MANT_EXP_Q1 0x1.555490p-3f
#define MANT_EXP_Q2 0x1.5558f8p-5f
#define MANT_EXP_Q3 0x1.123b02p-7f
#define MANT_EXP_Q4 0x1.6a2256p-10f
/// Above: infinity. ln of the largest float.
#define MANT_EXP_OVERFLOW 0x1.62e42ep+6f
/// Below: 0. ln of the smallest normal float.
#define MANT_EXP_UNDERFLOW -0x1.5d589ep+6f

/// e^r in float64 by Taylor, highest term first: r^13 / 13! and, for X, the rest. |r| <= 0.3466 leaves 4e-18.
#define MANT_EXP_WIDE_FIRST (1.0 / 6227020800.0)
#define MANT_EXP_WIDE_TERMS(X) \
    X(1.0 / 479001600.0)       \
    X(1.0 / 39916800.0)        \
    X(1.0 / 3628800.0)         \
    X(1.0 / 362880.0)          \
    X(1.0 / 40320.0)           \
    X(1.0 / 5040.0)            \
    X(1.0 / 720.0)             \
    X(1.0 / 120.0) X(1.0 / 24.0) X(1.0 / 6.0) X(0.5) X(1.0) X(1.0)
#define MANT_EXP_WIDE_LOG2E 0x1.71547652b82fep+0
#define MANT_EXP_WIDE_MAGIC 0x1.8p52
/// ln 2 in a part of 32 bits, exact times n, and the rest.
#define MANT_EXP_WIDE_LN2_HIGH 0x1.62e42fee00000p-1
#define MANT_EXP_WIDE_LN2_LOW 0x1.a39ef35793c76p-33
#define MANT_EXP_WIDE_LIMIT 700.0

/// ln m = 2 atanh(s) = 2 s (1 + z / 3 + z^2 / 5 + ...), z = s^2, highest term first. |s| <= 0.1716 leaves 2e-18.
#define MANT_LOG_WIDE_FIRST (1.0 / 23.0)
#define MANT_LOG_WIDE_TERMS(X) \
    X(1.0 / 21.0)              \
    X(1.0 / 19.0)              \
    X(1.0 / 17.0)              \
    X(1.0 / 15.0)              \
    X(1.0 / 13.0) X(1.0 / 11.0) X(1.0 / 9.0) X(1.0 / 7.0) X(1.0 / 5.0) X(1.0 / 3.0) X(1.0)
#define MANT_LOG_WIDE_SQRT2 0x1.6a09e667f3bcdp+0
#define MANT_LOG_WIDE_LN2 0x1.62e42fefa39efp-1

static inline float mant_bits_to_float(uint32_t bits) {
    union {
        uint32_t bits;
        float value;
    } u = {.bits = bits};
    return u.value;
}

static inline uint32_t mant_float_to_bits(float value) {
    union {
        float value;
        uint32_t bits;
    } u = {.value = value};
    return u.bits;
}

static inline float mant_expf_inline(float x) {
    const float shifted = x * MANT_EXP_LOG2E + MANT_EXP_MAGIC;
    const float n = shifted - MANT_EXP_MAGIC;
    // Out of range, or NaN, n's integer is meaningless; the selections below do not use it then.
    const int32_t i = (int32_t)(mant_float_to_bits(shifted) - 0x4B400000u);
    const float r = (x - n * MANT_EXP_LN2_HIGH) - n * MANT_EXP_LN2_LOW;
    float q = MANT_EXP_Q4;
    q = q * r + MANT_EXP_Q3;
    q = q * r + MANT_EXP_Q2;
    q = q * r + MANT_EXP_Q1;
    q = q * r + MANT_EXP_Q0;
    const float p = ((r * r) * q + r) + 1.0f;
    const int32_t half = i >> 1;
    const float first = mant_bits_to_float(((uint32_t)half + 127u) << 23);
    const float second = mant_bits_to_float(((uint32_t)(i - half) + 127u) << 23);
    float y = p * first * second;
    y = x < MANT_EXP_UNDERFLOW ? 0.0f : y;
    y = x > MANT_EXP_OVERFLOW ? mant_bits_to_float(0x7F800000u) : y;
    return y == y && x == x ? y : mant_bits_to_float(0x7FC00000u);
}
