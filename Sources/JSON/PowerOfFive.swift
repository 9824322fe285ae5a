/// 5^q for small q as 128 significant bits, for decimal to binary conversion.
///
/// 5^q = (bits + error) * 2^exponent with 2^127 <= bits < 2^128 and 0 <= error < 1; the error is 0 for q >= 0.
struct PowerOfFive {
    let bits: UInt128
    let exponent: Int

    /// The exponents in the table: 5^40 and its neighbours fit in 128 bits, and no result leaves a double's normal
    /// range.
    static let range = -40...40

    /// `range` in order.
    static let table: [PowerOfFive] = range.map { PowerOfFive($0) }

    private init(_ power: Int) {
        var five: UInt128 = 1
        for _ in 0..<power.magnitude { five *= 5 }
        let width = 128 - five.leadingZeroBitCount
        if power >= 0 {
            bits = five << UInt128(128 - width)
            exponent = width - 128
        } else {
            // floor(2^(127 + width) / 5^-q), which lies between 2^127 and 2^128 since 2^(width-1) < 5^-q < 2^width.
            bits = five.dividingFullWidth((high: 1 << UInt128(width - 1), low: 0)).quotient
            exponent = -(127 + width)
        }
    }

    /// The double nearest to `mantissa` * 10^`power`, or nil where 128 bits of the power do not decide (a tie, or within
    /// 2^-64 of one) or the table does not reach.
    ///
    /// With W = mantissa * 2^shift in 2^63 ..< 2^64, the exact product W * (bits + error) lies in W * bits ..<
    /// W * bits + 2^64. So of its 192 bits the upper 128 are known but for one unit, and the rounding to 53 is certain
    /// unless the bits below them are a half, or one unit less than a half.
    static func nearestDouble(_ mantissa: UInt64, timesTenTo power: Int) -> Double? {
        guard mantissa != 0, range.contains(power) else { return nil }
        let five = table[power - range.lowerBound]
        let shift = mantissa.leadingZeroBitCount
        let word = mantissa << UInt64(shift)
        let upper = word.multipliedFullWidth(by: UInt64(truncatingIfNeeded: five.bits >> 64))
        let lower = word.multipliedFullWidth(by: UInt64(truncatingIfNeeded: five.bits))
        let (middle, carry) = upper.low.addingReportingOverflow(lower.high)
        let high = upper.high &+ (carry ? 1 : 0)
        // The product has its top bit at 191 or 190; 53 bits from there are the significand.
        let dropped = high >> 63 == 1 ? 11 : 10
        let half: UInt64 = 1 << UInt64(dropped - 1)
        let rest = high & (half << 1 - 1)
        if (rest == half && middle == 0) || (rest == half - 1 && middle == .max) { return nil }
        let significand = high >> UInt64(dropped) + (rest >= half ? 1 : 0)
        // `high` counts units of 2^128 of W * bits.
        let exponent = dropped + 128 + five.exponent + power - shift
        // A significand that was rounded up to 2^53 carries into the exponent field, as it should.
        return Double(bitPattern: UInt64(exponent + 52 + 1023) << 52 &+ (significand &- 1 << 52))
    }
}
