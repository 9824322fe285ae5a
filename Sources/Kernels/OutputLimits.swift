import CKernels

/// Bounds of an INT16 result, applied in this order: clamp to `lower...upper` (activation), round to nearest even,
/// saturate to `minimum...maximum` (format) and count when that changed the rounded value. NaN becomes 0.
package struct OutputLimits: Hashable, Sendable {
    /// Activation bounds in units of the output's mantissa: `bound * 2^-exponent`; ±infinity for none.
    package var lower: Float
    package var upper: Float
    /// Limits of the output's format, within ±32767.
    package var minimum: Int16
    package var maximum: Int16

    package init(
        lower: Float = -.infinity, upper: Float = .infinity, minimum: Int16 = -32767, maximum: Int16 = 32767
    ) {
        self.lower = lower
        self.upper = upper
        self.minimum = minimum
        self.maximum = maximum
    }

    var c: mant_limits { mant_limits(lower: lower, upper: upper, minimum: minimum, maximum: maximum) }
}
