/// IEEE 754 binary16 as it is stored: nothing is computed in it, values widen to Float first.
///
/// In integers, since Swift's Float16 is missing on some platforms.
package struct Half: Sendable, Hashable {
    package var bitPattern: UInt16

    package init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Rounded to nearest even; infinite where it is too large.
    package init(_ value: Double) {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN {
            bitPattern = sign | 0x7E00
            return
        }
        let magnitude = value.magnitude
        // 65520 is half-way between the largest number and the next that would follow it.
        guard magnitude < 65520 else {
            bitPattern = sign | 0x7C00
            return
        }
        let exponent = magnitude == 0 ? -14 : max(-14, Int(magnitude.exponent))
        // Multiples of the unit in the last place; a carry into the next power of two is right as it is.
        let units = (magnitude * Double(sign: .plus, exponent: 10 - exponent, significand: 1)).rounded(.toNearestOrEven)
        let bits = Int(units) + (exponent + 14) << 10
        bitPattern = sign | UInt16(truncatingIfNeeded: bits)
    }

    package init(_ value: Float) { self.init(Double(value)) }

    /// The same number, exactly.
    package var float: Float {
        let sign = UInt32(bitPattern & 0x8000) << 16
        let exponent = UInt32(bitPattern >> 10 & 0x1F)
        let fraction = UInt32(bitPattern & 0x3FF)
        switch exponent {
        case 0:
            // Zero and subnormal numbers: fraction * 2^-24.
            let magnitude = Float(fraction) * Float(sign: .plus, exponent: -24, significand: 1)
            return sign == 0 ? magnitude : -magnitude
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}

/// bfloat16 as it is stored: the upper half of a Float.
package struct BFloat16: Sendable, Hashable {
    package var bitPattern: UInt16

    package init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Rounded to nearest even.
    package init(_ value: Float) {
        let bits = value.bitPattern
        guard !value.isNaN else {
            bitPattern = UInt16(bits >> 16) | 0x40
            return
        }
        bitPattern = UInt16(truncatingIfNeeded: (UInt64(bits) + 0x7FFF + UInt64(bits >> 16 & 1)) >> 16)
    }

    /// The same number, exactly.
    package var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
}
