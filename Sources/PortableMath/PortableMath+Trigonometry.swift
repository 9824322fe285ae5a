extension PortableMath {
    /// Pi/2 in parts of 33 bits, so that a product with a whole number below 2^20 is exact.
    private static let halfPi1 = 0x1.921fb54400000p+0
    private static let halfPi2 = 0x1.0b4611a600000p-34
    private static let halfPi3 = 0x1.3198a2e037073p-69
    private static let pi = 3.141592653589793

    /// The remainder of x by pi/2 in -pi/4...pi/4, and the quotient modulo 4.
    private static func reduced(_ x: Double) -> (remainder: Double, quadrant: Int) {
        // Beyond 2^20 quarter turns the parts of pi/2 run out. Whole turns of the float64 next to 2 pi are taken off first, exactly: the
        // phase is then as good as that number, 4e-17 of a turn for each turn.
        let x = abs(x) < 1_600_000 ? x : x.remainder(dividingBy: 2 * pi)
        let k = (x * 0.6366197723675814).rounded(.toNearestOrEven)
        let remainder = ((x - k * halfPi1) - k * halfPi2) - k * halfPi3
        let quadrant = k.truncatingRemainder(dividingBy: 4)
        return (remainder, (Int(quadrant) + 4) % 4)
    }

    private static func sinReduced(_ r: Double) -> Double {
        var (term, sum) = (r, r)
        for n in stride(from: 2, through: 18, by: 2) {
            term *= -r * r / Double(n * (n + 1))
            sum += term
        }
        return sum
    }

    private static func cosReduced(_ r: Double) -> Double {
        var (term, sum) = (1.0, 1.0)
        for n in stride(from: 1, through: 17, by: 2) {
            term *= -r * r / Double(n * (n + 1))
            sum += term
        }
        return sum
    }

    /// The sine of x radians; NaN for infinities.
    package static func sin(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let (r, quadrant) = reduced(x)
        switch quadrant {
        case 0: return sinReduced(r)
        case 1: return cosReduced(r)
        case 2: return -sinReduced(r)
        default: return -cosReduced(r)
        }
    }

    /// The cosine of x radians; NaN for infinities.
    package static func cos(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let (r, quadrant) = reduced(x)
        switch quadrant {
        case 0: return cosReduced(r)
        case 1: return -sinReduced(r)
        case 2: return -cosReduced(r)
        default: return sinReduced(r)
        }
    }

    /// The tangent of x radians.
    package static func tan(_ x: Double) -> Double { sin(x) / cos(x) }

    /// The inverse tangent.
    package static func atan(_ x: Double) -> Double {
        if x.isNaN { return x }
        if x < 0 { return -atan(-x) }
        if x > 1 { return pi / 2 - atan(1 / x) }
        // Halving the angle three times brings the argument below tan(pi / 32).
        var a = x
        for _ in 0..<3 { a = a / (1 + (1 + a * a).squareRoot()) }
        let square = a * a
        var sum = 0.0
        for n in stride(from: 19, through: 3, by: -2) { sum = (1 / Double(n) - sum) * square }
        return 8 * a * (1 - sum)
    }

    /// The inverse sine; NaN outside -1...1.
    package static func asin(_ x: Double) -> Double {
        abs(x) == 1 ? x * pi / 2 : atan(x / ((1 - x) * (1 + x)).squareRoot())
    }

    /// The inverse cosine; NaN outside -1...1.
    package static func acos(_ x: Double) -> Double {
        guard abs(x) <= 1 else { return .nan }
        return 2 * atan(((1 - x) / (1 + x)).squareRoot())
    }

    /// The angle of the point (x, y) in -pi...pi.
    package static func atan2(_ y: Double, _ x: Double) -> Double {
        if x > 0 { return atan(y / x) }
        if x < 0 { return y >= 0 ? atan(y / x) + pi : atan(y / x) - pi }
        return y > 0 ? pi / 2 : y < 0 ? -pi / 2 : 0
    }
}
