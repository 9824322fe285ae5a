/// Elementary functions of float64 with the same bits on every machine.
///
/// Made of IEEE additions, multiplications, divisions and square roots in one fixed order: libm differs between
/// versions of libc, and so would answers. Relative errors stay below 1e-14 (arguments of the trigonometric functions up
/// to 1e5), far below half a unit in the last place of the float32 that results are rounded to.
package enum PortableMath {
    private static let ln2High = 0x1.62e42fee00000p-1
    private static let ln2Low = 0x1.a39ef35793c76p-33
    /// 1/2!, 1/3!, ... 1/14!, last first.
    private static let inverseFactorials: [Double] = {
        var values: [Double] = []
        var factorial = 1.0
        for n in 2...14 {
            factorial *= Double(n)
            values.append(1 / factorial)
        }
        return values.reversed()
    }()

    /// e^r - 1 for |r| <= 0.35.
    private static func expm1Reduced(_ r: Double) -> Double {
        var sum = 0.0
        for coefficient in inverseFactorials { sum = sum * r + coefficient }
        return r + r * r * sum
    }

    /// e^x; 0 below -745, infinity above 709.79.
    package static func exp(_ x: Double) -> Double {
        if x.isNaN { return x }
        if x > 709.79 { return .infinity }
        if x < -745.2 { return 0 }
        let k = (x * 1.4426950408889634).rounded(.toNearestOrEven)
        let r = (x - k * ln2High) - k * ln2Low
        let scaled = Int(k)
        // In two steps, so that neither scale leaves the normal range.
        let half = scaled / 2
        return (1 + expm1Reduced(r)) * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: scaled - half, significand: 1)
    }

    /// e^x - 1, accurate near 0.
    package static func expm1(_ x: Double) -> Double { abs(x) < 0.35 ? expm1Reduced(x) : exp(x) - 1 }

    /// The natural logarithm; -infinity at 0, NaN below.
    package static func log(_ x: Double) -> Double {
        if x.isNaN || x < 0 { return .nan }
        if x == 0 { return -.infinity }
        if x == .infinity { return x }
        var (exponent, m) = (Int(x.exponent), x.significand)
        if m > 1.4142135623730951 {
            m /= 2
            exponent += 1
        }
        let s = (m - 1) / (m + 1)
        let square = s * s
        var sum = 0.0
        for n in stride(from: 23, through: 3, by: -2) { sum = (sum + 1 / Double(n)) * square }
        let k = Double(exponent)
        return k * ln2High + (k * ln2Low + 2 * s * (1 + sum))
    }

    /// log(1 + x), accurate near 0.
    package static func log1p(_ x: Double) -> Double {
        guard abs(x) < 0.25 else { return log(1 + x) }
        let s = x / (2 + x)
        let square = s * s
        var sum = 0.0
        for n in stride(from: 19, through: 3, by: -2) { sum = (sum + 1 / Double(n)) * square }
        return 2 * s * (1 + sum)
    }

    /// x^y with the special cases of IEEE 754; whole exponents up to 64 are products.
    package static func pow(_ x: Double, _ y: Double) -> Double {
        if y == 0 || x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        if y == 0.5, x >= 0 { return x.squareRoot() }
        let isWhole = y.rounded(.towardZero) == y
        if isWhole, abs(y) <= 64 {
            var (result, base, n) = (1.0, x, Int(abs(y)))
            while n > 0 {
                if n & 1 == 1 { result *= base }
                base *= base
                n >>= 1
            }
            return y < 0 ? 1 / result : result
        }
        let isOdd = isWhole && abs(y) < 9_007_199_254_740_992 && Int(y) & 1 != 0
        if x == 0 {
            let magnitude = y > 0 ? 0 : Double.infinity
            return isOdd && x.sign == .minus ? -magnitude : magnitude
        }
        if y.isInfinite {
            if abs(x) == 1 { return 1 }
            return (abs(x) > 1) == (y > 0) ? .infinity : 0
        }
        if x.isInfinite {
            let magnitude = y > 0 ? Double.infinity : 0
            return x < 0 && isOdd ? -magnitude : magnitude
        }
        if x < 0 {
            guard isWhole else { return .nan }
            let magnitude = exp(y * log(-x))
            return isOdd ? -magnitude : magnitude
        }
        return exp(y * log(x))
    }

    /// The hyperbolic tangent.
    package static func tanh(_ x: Double) -> Double {
        if abs(x) > 20 { return x < 0 ? -1 : 1 }
        let e = expm1(2 * x)
        return e / (e + 2)
    }

    /// The hyperbolic sine.
    package static func sinh(_ x: Double) -> Double {
        if abs(x) > 20 { return x < 0 ? -exp(-x) / 2 : exp(x) / 2 }
        let e = expm1(abs(x))
        let value = (e + e / (e + 1)) / 2
        return x < 0 ? -value : value
    }

    /// The hyperbolic cosine.
    package static func cosh(_ x: Double) -> Double { (exp(x) + exp(-x)) / 2 }

    /// The inverse hyperbolic sine.
    package static func asinh(_ x: Double) -> Double {
        let a = abs(x)
        let value = a > 1e8 ? log(a) + 0.6931471805599453 : log1p(a + a * a / (1 + (1 + a * a).squareRoot()))
        return x < 0 ? -value : value
    }

    /// The inverse hyperbolic cosine; NaN below 1.
    package static func acosh(_ x: Double) -> Double {
        x > 1e8 ? log(x) + 0.6931471805599453 : log(x + (x * x - 1).squareRoot())
    }

    /// The inverse hyperbolic tangent; NaN outside -1...1.
    package static func atanh(_ x: Double) -> Double { log1p(2 * x / (1 - x)) / 2 }

    /// The logistic function 1 / (1 + e^-x).
    package static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
