/// The one rounding of Mantissa: from a float32 value to an INT16 mantissa. Kernels must equal it bit for bit.
package enum Rounding {
    /// A mantissa, and whether saturating changed it.
    package struct Result: Hashable, Sendable {
        package let mantissa: Int16
        package let isSaturated: Bool

        package init(mantissa: Int16, isSaturated: Bool) {
            self.mantissa = mantissa
            self.isSaturated = isSaturated
        }
    }

    /// `scaled` (a value in units of the mantissa) rounded to nearest, ties to even, then saturated to
    /// `minimum...maximum`.
    ///
    /// Ties go to even so that quantizing has no drift: of two neighbouring ties one goes up and one down. NaN gives
    /// 0 and infinities saturate, so that no input traps. It counts as saturated when the rounded value, not the
    /// unrounded one, lies outside: 32767.4 fits, 32767.6 does not.
    package static func saturating(_ scaled: Float, minimum: Int16 = -32767, maximum: Int16 = 32767) -> Result {
        if scaled.isNaN { return Result(mantissa: 0, isSaturated: false) }
        let rounded = scaled.rounded(.toNearestOrEven)
        if rounded < Float(minimum) { return Result(mantissa: minimum, isSaturated: true) }
        if rounded > Float(maximum) { return Result(mantissa: maximum, isSaturated: true) }
        // Within Int16 by the two comparisons.
        return Result(mantissa: Int16(rounded), isSaturated: false)
    }

    /// The mantissa of `value` in `format`: value * 2^-exponent (exact but for overflow to infinity and subnormal
    /// results), rounded and saturated.
    package static func mantissa(of value: Float, in format: DFPFormat) -> Result {
        let inverse = Float(sign: .plus, exponent: -format.exponent, significand: 1)
        return saturating(value * inverse, minimum: format.minimum, maximum: format.maximum)
    }
}

extension DFPFormat {
    /// The mantissa of `value`: rounded to nearest even, saturated to the limits; NaN gives 0.
    package func mantissa(of value: Float) -> Int16 { Rounding.mantissa(of: value, in: self).mantissa }

    /// The value of `mantissa`: mantissa * 2^exponent.
    package func value(of mantissa: Int16) -> Float { Float(mantissa) * scale }
}
