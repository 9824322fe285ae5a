// Only + - * / and conversions of float64, in one fixed order: the same bits on every machine. Float64 inside makes
// the rounding to float32 at the end the only error that counts.
#include "mantissa_math.h"

#include "math_inline.h"

static double bits_to_double(uint64_t bits) {
    union {
        uint64_t bits;
        double value;
    } u = {.bits = bits};
    return u.value;
}

static uint64_t double_to_bits(double value) {
    union {
        double value;
        uint64_t bits;
    } u = {.value = value};
    return u.bits;
}

/// e^x, relative error below 1e-14; saturates to e^-700 and e^700.
static double exp_wide(double x) {
    x = x < -MANT_EXP_WIDE_LIMIT ? -MANT_EXP_WIDE_LIMIT : x;
    x = x > MANT_EXP_WIDE_LIMIT ? MANT_EXP_WIDE_LIMIT : x;
    const double shifted = x * MANT_EXP_WIDE_LOG2E + MANT_EXP_WIDE_MAGIC;
    const double n = shifted - MANT_EXP_WIDE_MAGIC;
    const int64_t i = (int64_t)(double_to_bits(shifted) - double_to_bits(MANT_EXP_WIDE_MAGIC));
    const double r = (x - n * MANT_EXP_WIDE_LN2_HIGH) - n * MANT_EXP_WIDE_LN2_LOW;
    double p = MANT_EXP_WIDE_FIRST;
#define TERM(C) p = p * r + C;
    MANT_EXP_WIDE_TERMS(TERM)
#undef TERM
    return p * bits_to_double((uint64_t)(i + 1023) << 52);
}

/// ln x of a positive finite normal x, relative error below 1e-14.
static double log_wide(double x) {
    const uint64_t bits = double_to_bits(x);
    double e = (double)((int64_t)(bits >> 52) - 1023);
    double m = bits_to_double((bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u);
    if (m > MANT_LOG_WIDE_SQRT2) {
        m = m * 0.5;
        e = e + 1.0;
    }
    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s;
    double p = MANT_LOG_WIDE_FIRST;
#define TERM(C) p = p * z + C;
    MANT_LOG_WIDE_TERMS(TERM)
#undef TERM
    return 2.0 * s * p + e * MANT_LOG_WIDE_LN2;
}

static const uint32_t nan_bits = 0x7FC00000u, infinity_bits = 0x7F800000u;

float mant_expf(float x) {
    return mant_expf_inline(x);
}

float mant_logf(float x) {
    const float infinity = mant_bits_to_float(infinity_bits);
    if (!(x >= 0.0f)) {
        return mant_bits_to_float(nan_bits);
    }
    if (x == 0.0f) {
        return -infinity;
    }
    return x == infinity ? x : (float)log_wide((double)x);
}

float mant_powf(float x, float y) {
    const float infinity = mant_bits_to_float(infinity_bits);
    if (!(x >= 0.0f) || y != y) {
        return mant_bits_to_float(nan_bits);
    }
    if (y == 0.0f || x == 1.0f) {
        return 1.0f;
    }
    if (x == 0.0f) {
        return y > 0.0f ? 0.0f : infinity;
    }
    if (x == infinity) {
        return y > 0.0f ? infinity : 0.0f;
    }
    return (float)exp_wide(log_wide((double)x) * (double)y);
}

float mant_tanhf(float x) {
    if (x != x) {
        return mant_bits_to_float(nan_bits);
    }
    const double a = x < 0.0f ? -(double)x : (double)x;
    // Below 2^-13 x itself is nearer than half an ulp's quarter: x^3 / 3 is 5e-9 of x.
    if (a < 0x1p-13) {
        return x;
    }
    const double t = exp_wide(-2.0 * a);
    const double y = a > 10.0 ? 1.0 : (1.0 - t) / (1.0 + t);
    return (float)(x < 0.0f ? -y : y);
}

float mant_erff(float x) {
    if (x != x) {
        return mant_bits_to_float(nan_bits);
    }
    const double a = x < 0.0f ? -(double)x : (double)x;
    // 1 - erf(4) = 1.5e-8 is less than half an ulp of 1.
    if (a >= 4.0) {
        return x < 0.0f ? -1.0f : 1.0f;
    }
    // erf(a) = 2 / sqrt(pi) * e^(-a^2) * sum of 2^n a^(2n+1) / (1 * 3 * ... * (2n+1)): positive terms, no cancellation.
    // 80 terms: at a = 4 the last is below 1e-12 of the sum.
    const double twice = 2.0 * a * a;
    double term = a, sum = a;
    for (int n = 1; n < 80; n++) {
        term = term * twice / (double)(2 * n + 1);
        sum = sum + term;
    }
    const double y = 0x1.20dd750429b6dp+0 * exp_wide(-a * a) * sum;
    return (float)(x < 0.0f ? -y : y);
}

float mant_sigmoidf(float x) {
    if (x != x) {
        return mant_bits_to_float(nan_bits);
    }
    return (float)(1.0 / (1.0 + exp_wide(-(double)x)));
}
