/// What the NEON kernels share: eight lanes, in two registers of four, of the scalar definitions in
/// scalar/epilogue.h.
#pragma once

#if defined(__aarch64__)

#include <arm_neon.h>
#include <string.h>

#include "../scalar/epilogue.h"

#pragma STDC FP_CONTRACT OFF

#define MANT_NEON_INLINE static inline __attribute__((always_inline))

/// Before a loop over registers: its bound is known after inlining.
#if defined(__clang__)
#define MANT_UNROLL _Pragma("clang loop unroll(full)")
#else
#define MANT_UNROLL _Pragma("GCC unroll 16")
#endif

/// Lanes 0-3 and 4-7.
typedef struct mant_f32x8 {
    float32x4_t low, high;
} mant_f32x8;

/// mant_limits in registers, and how many lanes were saturated, per lane.
typedef struct mant_limits_x4 {
    float32x4_t lower, upper, minimum, maximum;
    /// As in mant_limit_bounds.
    float32x4_t least, greatest;
    float saturates_below, saturates_above;
    uint32x4_t count;
} mant_limits_x4;

MANT_NEON_INLINE mant_limits_x4 mant_limits_x4_make(const mant_limits *limits) {
    const mant_limit_bounds bounds = mant_limit_bounds_make(limits);
    return (mant_limits_x4){
        .lower = vdupq_n_f32(limits->lower),
        .upper = vdupq_n_f32(limits->upper),
        .minimum = vdupq_n_f32(limits->minimum),
        .maximum = vdupq_n_f32(limits->maximum),
        .least = vdupq_n_f32(bounds.least),
        .greatest = vdupq_n_f32(bounds.greatest),
        .saturates_below = bounds.saturates_below,
        .saturates_above = bounds.saturates_above,
        .count = vdupq_n_u32(0),
    };
}

/// v < lower ? lower : v, then v > upper ? upper : v. fmax and fmin would order -0 below 0.
MANT_NEON_INLINE float32x4_t mant_clamped_x4(float32x4_t v, const mant_limits_x4 *l) {
    v = vbslq_f32(vcltq_f32(v, l->lower), l->lower, v);
    return vbslq_f32(vcgtq_f32(v, l->upper), l->upper, v);
}

/// Four lanes of mant_limited: the mantissas, and all ones in `saturated` where a lane was. The sign of a zero is lost
/// in the conversion, so that fmax and fmin serve.
MANT_NEON_INLINE int32x4_t mant_limited_x4(float32x4_t v, const mant_limits_x4 *l, uint32x4_t *saturated) {
    v = vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(v), vceqq_f32(v, v)));
    v = vminq_f32(vmaxq_f32(v, l->lower), l->upper);
    const float32x4_t r = vrndnq_f32(v);
    const float32x4_t s = vminq_f32(vmaxq_f32(r, l->minimum), l->maximum);
    *saturated = vmvnq_u32(vceqq_f32(s, r));
    return vcvtq_s32_f32(s);
}

/// Eight int32 within int16, in order.
MANT_NEON_INLINE int16x8_t mant_pack_x8(int32x4_t low, int32x4_t high) {
    return vmovn_high_s32(vmovn_s32(low), high);
}

/// mant_limited on eight lanes. Counting per lane cannot wrap: no call has 2^31 vectors.
MANT_NEON_INLINE int16x8_t mant_limited_x8(mant_f32x8 v, mant_limits_x4 *l) {
    uint32x4_t low, high;
    const int16x8_t m = mant_pack_x8(mant_limited_x4(v.low, l, &low), mant_limited_x4(v.high, l, &high));
    l->count = vsubq_u32(vsubq_u32(l->count, low), high);
    return m;
}

/// All ones in the first `columns` of the four lanes from `first` on.
MANT_NEON_INLINE uint32x4_t mant_lanes_x4(ptrdiff_t columns, int32_t first) {
    static const int32_t index[4] = {0, 1, 2, 3};
    const int32_t count = columns < 8 ? (int32_t)columns - first : 4;
    return vcltq_s32(vld1q_s32(index), vdupq_n_s32(count));
}

/// mant_limited on eight lanes of which the first `columns` count.
MANT_NEON_INLINE int16x8_t mant_limited_first_x8(mant_f32x8 v, mant_limits_x4 *l, ptrdiff_t columns) {
    uint32x4_t low, high;
    const int16x8_t m = mant_pack_x8(mant_limited_x4(v.low, l, &low), mant_limited_x4(v.high, l, &high));
    l->count = vsubq_u32(l->count, vandq_u32(low, mant_lanes_x4(columns, 0)));
    l->count = vsubq_u32(l->count, vandq_u32(high, mant_lanes_x4(columns, 4)));
    return m;
}

/// mant_limited on eight values none of which is NaN, without counting.
MANT_NEON_INLINE int16x8_t mant_rounded_x8(mant_f32x8 v, const mant_limits_x4 *l) {
    return mant_pack_x8(vcvtnq_s32_f32(vminq_f32(vmaxq_f32(v.low, l->least), l->greatest)),
                        vcvtnq_s32_f32(vminq_f32(vmaxq_f32(v.high, l->least), l->greatest)));
}

MANT_NEON_INLINE uint64_t mant_saturations_x4(const mant_limits_x4 *l) {
    return vaddlvq_u32(l->count);
}

/// Eight int16 as float, exact.
MANT_NEON_INLINE mant_f32x8 mant_floats_x8(int16x8_t m) {
    return (mant_f32x8){vcvtq_f32_s32(vmovl_s16(vget_low_s16(m))), vcvtq_f32_s32(vmovl_high_s16(m))};
}

MANT_NEON_INLINE mant_f32x8 mant_load_f32x8(const float *p) {
    return (mant_f32x8){vld1q_f32(p), vld1q_f32(p + 4)};
}

MANT_NEON_INLINE void mant_store_f32x8(float *p, mant_f32x8 v) {
    vst1q_f32(p, v.low);
    vst1q_f32(p + 4, v.high);
}

MANT_NEON_INLINE mant_f32x8 mant_add_x8(mant_f32x8 a, mant_f32x8 b) {
    return (mant_f32x8){vaddq_f32(a.low, b.low), vaddq_f32(a.high, b.high)};
}

MANT_NEON_INLINE mant_f32x8 mant_sub_x8(mant_f32x8 a, mant_f32x8 b) {
    return (mant_f32x8){vsubq_f32(a.low, b.low), vsubq_f32(a.high, b.high)};
}

MANT_NEON_INLINE mant_f32x8 mant_mul_x8(mant_f32x8 a, mant_f32x8 b) {
    return (mant_f32x8){vmulq_f32(a.low, b.low), vmulq_f32(a.high, b.high)};
}

MANT_NEON_INLINE mant_f32x8 mant_div_x8(mant_f32x8 a, mant_f32x8 b) {
    return (mant_f32x8){vdivq_f32(a.low, b.low), vdivq_f32(a.high, b.high)};
}

/// One number in all lanes.
MANT_NEON_INLINE mant_f32x8 mant_all_x8(float value) {
    return (mant_f32x8){vdupq_n_f32(value), vdupq_n_f32(value)};
}

/// Adds the float32 values of a chunk's exact sums to those of the chunks before.
MANT_NEON_INLINE mant_f32x8 mant_chunk_x8(int is_first, mant_f32x8 sum, int32x4_t low, int32x4_t high) {
    const mant_f32x8 f = {vcvtq_f32_s32(low), vcvtq_f32_s32(high)};
    return is_first ? f : mant_add_x8(sum, f);
}

/// The epilogue for `rows` rows of `columns` columns (at most 8) from (row, column) on: sums of all chunks in, results
/// out. Fewer than 8 columns pass through local memory, so that nothing beyond them is read, written or counted.
MANT_NEON_INLINE void mant_epilogue_x8(const int rows, const mant_epilogue *e, mant_limits_x4 *limits, mant_f32x8 *sum,
                                       ptrdiff_t row, ptrdiff_t column, ptrdiff_t columns) {
    const mant_f32x8 scale = mant_load_f32x8(e->scale + column);
    MANT_UNROLL
    for (int i = 0; i < rows; i++) {
        sum[i] = mant_mul_x8(sum[i], scale);
    }
    if (e->residual != NULL) {
        const mant_f32x8 residual_scale = mant_all_x8(e->residual_scale);
        const int16_t *residual = e->residual + row * e->residual_stride + column;
        MANT_UNROLL
        for (int i = 0; i < rows; i++, residual += e->residual_stride) {
            int16_t copy[8] = {0};
            if (columns < 8) {
                memcpy(copy, residual, (size_t)columns * sizeof(int16_t));
            }
            const int16x8_t m = vld1q_s16(columns < 8 ? copy : residual);
            sum[i] = mant_add_x8(sum[i], mant_mul_x8(mant_floats_x8(m), residual_scale));
        }
    }
    if (e->output == NULL) {
        float *output = e->output_f32 + row * e->output_stride + column;
        MANT_UNROLL
        for (int i = 0; i < rows; i++, output += e->output_stride) {
            const mant_f32x8 v = {mant_clamped_x4(sum[i].low, limits), mant_clamped_x4(sum[i].high, limits)};
            if (columns >= 8) {
                mant_store_f32x8(output, v);
            } else {
                float copy[8];
                mant_store_f32x8(copy, v);
                memcpy(output, copy, (size_t)columns * sizeof(float));
            }
        }
        return;
    }
    // Nearly always nothing saturates; sums and scales are finite, so that nothing is NaN. What stands beyond the last
    // column takes part in the question, not in the count.
    float32x4_t smallest = vminq_f32(sum[0].low, sum[0].high), largest = vmaxq_f32(sum[0].low, sum[0].high);
    MANT_UNROLL
    for (int i = 1; i < rows; i++) {
        smallest = vminq_f32(smallest, vminq_f32(sum[i].low, sum[i].high));
        largest = vmaxq_f32(largest, vmaxq_f32(sum[i].low, sum[i].high));
    }
    const int counts =
        vminvq_f32(smallest) <= limits->saturates_below || vmaxvq_f32(largest) >= limits->saturates_above;
    int16_t *output = e->output + row * e->output_stride + column;
    if (!counts && columns >= 8) {
        MANT_UNROLL
        for (int i = 0; i < rows; i++, output += e->output_stride) {
            vst1q_s16(output, mant_rounded_x8(sum[i], limits));
        }
        return;
    }
    // A copy that no store can alias keeps the counters in a register.
    mant_limits_x4 local = *limits;
    for (int i = 0; i < rows; i++, output += e->output_stride) {
        const int16x8_t m = mant_limited_first_x8(sum[i], &local, columns);
        if (columns >= 8) {
            vst1q_s16(output, m);
        } else {
            int16_t copy[8];
            vst1q_s16(copy, m);
            memcpy(output, copy, (size_t)columns * sizeof(int16_t));
        }
    }
    limits->count = local.count;
}

#endif
