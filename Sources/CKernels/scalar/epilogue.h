/// The scalar definition of rounding and of the epilogue that gemm and dwconv share.
#pragma once

#include "mantissa_kernels.h"

#pragma STDC FP_CONTRACT OFF

/// v rounded to nearest even, as a float, for |v| <= 2^22; a larger v stays larger than any mantissa.
///
/// Adding and subtracting 1.5 * 2^23 leaves no fraction bits, and the addition rounds to nearest even.
static inline float mant_round_even(float v) {
    const float magic = 12582912.0f;
    return (v + magic) - magic;
}

/// What mant_limits means for results that are not NaN, in fewer operations.
typedef struct mant_limit_bounds {
    /// Clamping to these before rounding gives what clamping to all four in their order gives: minimum and maximum are
    /// integers, and rounding never leaves an interval between integers.
    float least, greatest;
    /// No value strictly between these is counted as saturated: infinities where the activation clamps inside the
    /// format, saturates_below = infinity where it clamps outside, so that everything is.
    float saturates_below, saturates_above;
} mant_limit_bounds;

static inline mant_limit_bounds mant_limit_bounds_make(const mant_limits *limits) {
    const float minimum = limits->minimum, maximum = limits->maximum;
    float least = limits->lower < minimum ? minimum : limits->lower;
    float greatest = limits->upper > maximum ? maximum : limits->upper;
    least = least > maximum ? maximum : least;
    greatest = greatest < minimum ? minimum : greatest;
    // What the activation clamps inside the format cannot saturate; where it clamps outside, everything does.
    float saturates_below = limits->lower > minimum - 0.5f ? -__builtin_inff() : minimum - 0.5f;
    if (limits->lower >= maximum + 0.5f || limits->upper <= minimum - 0.5f) {
        saturates_below = __builtin_inff();
    }
    return (mant_limit_bounds){
        .least = least,
        .greatest = greatest,
        .saturates_below = saturates_below,
        .saturates_above = limits->upper < maximum + 0.5f ? __builtin_inff() : maximum + 0.5f,
    };
}

/// What mant_limits means for results that are rounded to int32 and brought to int16 first.
typedef struct mant_integer_limits {
    /// Clamping to these gives what clamping to all four bounds in their order gives: rounding never leaves an interval
    /// between integers.
    int16_t least, greatest;
    /// What lies outside these, brought to int16 and not yet clamped, may have to be counted as saturated. What was
    /// beyond int16 stands at its ends, so that 32767 may.
    int16_t certain_minimum, certain_maximum;
    /// Whether results may be written so.
    enum {
        /// Some v may not fit int32, or all that the activation leaves is saturated.
        MANT_NOT_AS_INTEGERS,
        /// Nothing can be counted as saturated.
        MANT_NEVER_SATURATES,
        /// What lies outside certain_minimum...certain_maximum may have to be counted, nothing else.
        MANT_MAY_SATURATE,
    } kind;
} mant_integer_limits;

/// `largest`: no |v| is larger.
static inline mant_integer_limits mant_integer_limits_make(const mant_limits *limits, float largest) {
    const mant_limit_bounds bounds = mant_limit_bounds_make(limits);
    const float infinity = __builtin_inff();
    const int clamped_below = bounds.saturates_below == -infinity, clamped_above = bounds.saturates_above == infinity;
    mant_integer_limits result = {
        .least = (int16_t)mant_round_even(bounds.least),
        .greatest = (int16_t)mant_round_even(bounds.greatest),
        .certain_minimum = clamped_below ? INT16_MIN : limits->minimum,
        .certain_maximum = clamped_above                  ? INT16_MAX
                           : limits->maximum == INT16_MAX ? INT16_MAX - 1
                                                          : limits->maximum,
        .kind = MANT_MAY_SATURATE,
    };
    // 2^31 - 128: the largest float below 2^31.
    if (!(largest <= 2147483520.0f) || bounds.saturates_below == infinity) {
        result.kind = MANT_NOT_AS_INTEGERS;
    } else if ((clamped_below || largest <= -(float)limits->minimum) &&
               (clamped_above || largest <= (float)limits->maximum)) {
        result.kind = MANT_NEVER_SATURATES;
    }
    return result;
}

/// Clamp, round, saturate, count, as mant_limits defines it. NaN gives 0.
static inline int16_t mant_limited(float v, const mant_limits *limits, uint64_t *saturations) {
    v = v == v ? v : 0.0f;
    v = v < limits->lower ? limits->lower : v;
    v = v > limits->upper ? limits->upper : v;
    const float r = mant_round_even(v);
    const float minimum = limits->minimum, maximum = limits->maximum;
    float s = r < minimum ? minimum : r;
    s = s > maximum ? maximum : s;
    *saturations += s != r;
    return (int16_t)s;
}

/// The mantissa of a probability in units of 2^-15: v, 0...32768 or NaN, rounded; 1 is cut to 32767 and NaN gives 0.
static inline int16_t mant_probability(float v) {
    v = v == v ? v : 0.0f;
    return (int16_t)mant_round_even(v > 32767.0f ? 32767.0f : v);
}

/// Writes one output element: f is the sum over all chunks, row the output row, column the output column.
static inline void mant_epilogue_store(const mant_epilogue *e, float f, ptrdiff_t row, ptrdiff_t column,
                                       uint64_t *saturations) {
    float v = f * e->scale[column];
    if (e->residual != NULL) {
        v = v + (float)e->residual[row * e->residual_stride + column] * e->residual_scale;
    }
    if (e->output != NULL) {
        e->output[row * e->output_stride + column] = mant_limited(v, &e->limits, saturations);
    } else {
        v = v < e->limits.lower ? e->limits.lower : v;
        v = v > e->limits.upper ? e->limits.upper : v;
        e->output_f32[row * e->output_stride + column] = v;
    }
}
