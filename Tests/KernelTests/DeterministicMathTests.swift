import Glibc
import Kernels
import TestSupport
import Testing

@Suite struct DeterministicMathTests {
    /// Error in units in the last place of the float nearest to the exact value.
    func ulps(_ found: Float, _ exact: Double) -> Double {
        let nearest = Float(exact)
        if found == nearest { return 0 }
        return abs(Double(found) - exact) / Double(nearest.ulp)
    }

    func check(
        _ name: String, _ function: (Float) -> Float, _ exact: (Double) -> Double, _ range: ClosedRange<Float>,
        bound: Double
    ) {
        var random = SeededGenerator(seed: 11)
        var worst = 0.0, at: Float = 0
        for index in 0..<20_000 {
            let span = range.upperBound - range.lowerBound
            let x =
                index < 10_000
                ? range.lowerBound + span * Float(index) / 10_000 : Float.random(in: range, using: &random)
            let error = ulps(function(x), exact(Double(x)))
            if error > worst { (worst, at) = (error, x) }
        }
        #expect(worst <= bound, "\(name)(\(at)) is \(worst) ulp off")
    }

    @Test func staysWithinTheStatedErrors() {
        check("exp", DeterministicMath.exp, Glibc.exp, -87.3...88.7, bound: 2)
        check("exp", DeterministicMath.exp, Glibc.exp, -1...1, bound: 2)
        check("log", DeterministicMath.log, Glibc.log, 1e-3...2, bound: 1)
        check("log", DeterministicMath.log, Glibc.log, 1e-38...3e38, bound: 1)
        check("tanh", DeterministicMath.tanh, Glibc.tanh, -11...11, bound: 1)
        check("tanh", DeterministicMath.tanh, Glibc.tanh, -0.001...0.001, bound: 1)
        check("erf", DeterministicMath.erf, Glibc.erf, -4.5...4.5, bound: 2)
        check("erf", DeterministicMath.erf, Glibc.erf, -0.01...0.01, bound: 2)
        check("sigmoid", DeterministicMath.sigmoid, { 1 / (1 + Glibc.exp(-$0)) }, -80...20, bound: 1)
        for power in [-0.75, 0.5, -2, 3.25] as [Float] {
            check(
                "pow \(power)", { DeterministicMath.pow($0, power) }, { Glibc.pow($0, Double(power)) }, 0.001...1000,
                bound: 1)
        }
    }

    @Test func specialValues() {
        #expect(DeterministicMath.exp(0) == 1)
        #expect(DeterministicMath.exp(89) == .infinity)
        #expect(DeterministicMath.exp(.infinity) == .infinity)
        #expect(DeterministicMath.exp(-88) == 0)
        #expect(DeterministicMath.exp(-.infinity) == 0)
        #expect(DeterministicMath.exp(.nan).isNaN)
        #expect(DeterministicMath.log(0) == -.infinity)
        #expect(DeterministicMath.log(1) == 0)
        #expect(DeterministicMath.log(-1).isNaN)
        #expect(DeterministicMath.log(.infinity) == .infinity)
        #expect(DeterministicMath.pow(0, 2) == 0)
        #expect(DeterministicMath.pow(0, -1) == .infinity)
        #expect(DeterministicMath.pow(5, 0) == 1)
        #expect(DeterministicMath.pow(-1, 2).isNaN)
        #expect(DeterministicMath.tanh(.infinity) == 1)
        #expect(DeterministicMath.tanh(-50) == -1)
        #expect(DeterministicMath.tanh(-0.0).sign == .minus)
        #expect(DeterministicMath.erf(-.infinity) == -1)
        #expect(DeterministicMath.erf(0) == 0)
        #expect(DeterministicMath.sigmoid(0) == 0.5)
        #expect(DeterministicMath.sigmoid(.infinity) == 1)
        #expect(DeterministicMath.sigmoid(-.infinity) == 0)
    }

    /// Bits recorded once (Zen 4, clang 21); they must never change, on any machine.
    @Test func bitsAreTheSameEverywhere() {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in -2000...2000 {
            let x = Float(index) * 0.03125
            for y in [
                DeterministicMath.exp(x), DeterministicMath.log(x.magnitude + 0.1), DeterministicMath.tanh(x / 8),
                DeterministicMath.erf(x / 16), DeterministicMath.sigmoid(x), DeterministicMath.pow(x.magnitude, -0.75),
            ] {
                hash = (hash ^ UInt64(y.bitPattern)) &* 0x100_0000_01B3
            }
        }
        #expect(hash == 9_869_231_366_856_707_137)
    }
}
