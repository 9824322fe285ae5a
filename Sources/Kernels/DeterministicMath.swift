import CKernels

/// Elementary functions of float32 with the same bits on every machine: no libm. See mantissa_math.h for the errors.
package enum DeterministicMath {
    /// e^x, within 2 ulp; 0 where the result would be subnormal.
    package static func exp(_ x: Float) -> Float { mant_expf(x) }
    /// Natural logarithm, within 1 ulp.
    package static func log(_ x: Float) -> Float { mant_logf(x) }
    /// x^y for x >= 0, within 1 ulp; NaN for negative x.
    package static func pow(_ x: Float, _ y: Float) -> Float { mant_powf(x, y) }
    /// Hyperbolic tangent, within 1 ulp.
    package static func tanh(_ x: Float) -> Float { mant_tanhf(x) }
    /// Gauss error function, within 2 ulp.
    package static func erf(_ x: Float) -> Float { mant_erff(x) }
    /// 1 / (1 + e^-x), within 1 ulp.
    package static func sigmoid(_ x: Float) -> Float { mant_sigmoidf(x) }
}
