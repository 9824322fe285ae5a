/// The number format of one dynamic fixed point (DFP) tensor: `value = mantissa * 2^exponent`.
///
/// All elements share the exponent. Mantissas are signed 16-bit integers that stay within
/// `minimum...maximum`, which never reaches -32768: two products of -32768 would wrap `vpmaddwd`.
/// The limits are part of the format because the overflow proof of every consumer relies on them: whoever
/// writes the tensor saturates to them.
///
/// After Das et al., "Mixed Precision Training of Convolutional Neural Networks using Integer Operations"
/// (ICLR 2018).
package struct DFPFormat: Hashable, Sendable, Codable {
    /// The power of two that scales every mantissa, in -126...126.
    package var exponent: Int
    /// The smallest mantissa, in -32767...0.
    package var minimum: Int16
    /// The largest mantissa, in 0...32767.
    package var maximum: Int16

    package init(exponent: Int, minimum: Int16 = -32767, maximum: Int16 = 32767) {
        self.exponent = exponent
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Mantissa bits, sign included, that the limits need: 16 for ±32767, 13 for ±4095.
    package var bits: Int {
        let largest = max(Int(maximum), -Int(minimum))
        return largest == 0 ? 1 : Int.bitWidth - largest.leadingZeroBitCount + 1
    }

    /// The value of one step of the mantissa: `2^exponent`, exact in Float for exponents within -126...126.
    package var scale: Float { Float(sign: .plus, exponent: exponent, significand: 1) }
}
