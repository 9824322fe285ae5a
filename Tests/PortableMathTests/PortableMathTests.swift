import Glibc
import PortableMath
import Testing

/// Against libm, which is right to a unit in the last place of float64.
@Suite struct PortableMathTests {
    private typealias Function = @Sendable (Double) -> Double

    private static let cases: [(name: String, own: Function, libm: Function, range: ClosedRange<Double>)] = [
        ("exp", PortableMath.exp, Glibc.exp, -740...709),
        ("expm1", PortableMath.expm1, Glibc.expm1, -3...3),
        ("log", PortableMath.log, Glibc.log, 1e-300...1e300),
        ("log", PortableMath.log, Glibc.log, 1e-3...10),
        ("log1p", PortableMath.log1p, Glibc.log1p, -0.9...2),
        ("tanh", PortableMath.tanh, Glibc.tanh, -25...25),
        ("sinh", PortableMath.sinh, Glibc.sinh, -30...30),
        ("cosh", PortableMath.cosh, Glibc.cosh, -30...30),
        ("asinh", PortableMath.asinh, Glibc.asinh, -100...100),
        ("acosh", PortableMath.acosh, Glibc.acosh, 1.01...1e9),
        ("atanh", PortableMath.atanh, Glibc.atanh, -0.99...0.99),
        ("sin", PortableMath.sin, Glibc.sin, -1000...1000),
        ("cos", PortableMath.cos, Glibc.cos, -1000...1000),
        ("tan", PortableMath.tan, Glibc.tan, -1.5...1.5),
        ("asin", PortableMath.asin, Glibc.asin, -1...1),
        ("acos", PortableMath.acos, Glibc.acos, -1...0.999),
        ("atan", PortableMath.atan, Glibc.atan, -100...100),
        ("erf", PortableMath.erf, Glibc.erf, -6.5...6.5),
    ]

    @Test(arguments: 0..<cases.count) func agreesWithLibm(_ index: Int) {
        let entry = Self.cases[index]
        var worst = 0.0
        for i in 0...20000 {
            let x = entry.range.lowerBound + (entry.range.upperBound - entry.range.lowerBound) * Double(i) / 20000
            let expected = entry.libm(x)
            // Near their zeros sine and cosine are exact relative to 1 only.
            let scale = ["sin", "cos"].contains(entry.name) ? 1 : abs(expected)
            let error = abs(entry.own(x) - expected) / max(scale, 1e-300)
            worst = max(worst, error)
        }
        #expect(worst < 2e-13, "\(entry.name): relative error \(worst)")
    }

    @Test func powersAgreeWithLibm() {
        for x in [-3.5, -2, -1, -0.5, 0, 0.3, 1, 1.5, 7, 100] {
            for y in [-70, -3, -2.5, -1, 0, 0.25, 0.5, 1, 2, 3, 4.5, 65] {
                let (own, libm) = (PortableMath.pow(x, y), Glibc.pow(x, y))
                #expect(own == libm || (own.isNaN && libm.isNaN) || abs(own - libm) < 1e-12 * abs(libm), "\(x)^\(y)")
            }
        }
    }

    @Test func specialValues() {
        #expect(PortableMath.exp(-.infinity) == 0 && PortableMath.exp(.infinity) == .infinity)
        #expect(PortableMath.exp(.nan).isNaN && PortableMath.erf(.nan).isNaN)
        #expect(PortableMath.log(0) == -.infinity && PortableMath.log(-1).isNaN)
        #expect(PortableMath.pow(0, -3) == .infinity && PortableMath.pow(-0.0, -3) == -.infinity)
        #expect(PortableMath.sin(.infinity).isNaN && PortableMath.acos(1.5).isNaN)
        #expect(PortableMath.tanh(-400) == -1 && PortableMath.erf(-9) == -1)
        #expect(PortableMath.exp(-745) > 0, "subnormal results are kept")
    }
}
