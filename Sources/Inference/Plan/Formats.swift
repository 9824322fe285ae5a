import FixedPoint
import Kernels
import ModelGraph

/// 2^exponent, exact.
///
/// - Throws: `InferenceError` if it is no normal float32: products with it would not be exact.
func powerOfTwo(_ exponent: Int) throws(InferenceError) -> Float {
    guard (-126...127).contains(exponent) else {
        throw .invalid("a scale of 2^\(exponent) is outside 2^-126...2^127; the number formats do not fit together")
    }
    return Float(sign: .plus, exponent: exponent, significand: 1)
}

/// 2^exponent for the sums of a matrix product or convolution: so small that no result, of however many chunks and with its
/// residual, is infinite in float32, and none is NaN.
///
/// - Throws: `InferenceError` if it is larger, or as `powerOfTwo`.
func resultScale(_ exponent: Int) throws(InferenceError) -> Float {
    guard exponent <= 64 else {
        throw .invalid("a scale of 2^\(exponent) is above 2^64; the number formats do not fit together")
    }
    return try powerOfTwo(exponent)
}

extension DFPFormat {
    /// Whether every mantissa of this format means the same in `other` and is within its limits.
    func fits(in other: DFPFormat) -> Bool {
        exponent == other.exponent && minimum >= other.minimum && maximum <= other.maximum
    }

    /// How a kernel cuts its results to this format: the bounds of an activation first, if there is one.
    func limits(lower: Float? = nil, upper: Float? = nil) throws(InferenceError) -> OutputLimits {
        let unit = try powerOfTwo(-exponent)
        return OutputLimits(
            lower: lower.map { $0 * unit } ?? -.infinity, upper: upper.map { $0 * unit } ?? .infinity,
            minimum: minimum, maximum: maximum)
    }

    /// Why this is no format, nil if it is one.
    var fault: String? {
        guard (-126...126).contains(exponent) else { return "exponent \(exponent) is outside -126...126" }
        guard minimum >= -32767, minimum <= 0, maximum >= 0 else {
            return "limits \(minimum)...\(maximum) are outside -32767...0 and 0...32767"
        }
        return nil
    }
}

/// Number formats for constants that the checkpoint keeps as float32.
enum ConstantFormat {
    /// The smallest exponent whose largest mantissa of `bits` bits still holds every element.
    static func fitting(_ floats: [Float], bits: Int = 16) -> DFPFormat {
        let largest = floats.reduce(Float(0)) { max($0, $1.isFinite ? abs($1) : 0) }
        guard largest > 0 else { return DFPFormat(exponent: 0) }
        var exponent = max(-126, Int(largest.exponent) - (bits - 2))
        // Up to 2 * 2^14 mantissa steps: one more step of the exponent where rounding would pass 32767.
        let unit = Float(sign: .plus, exponent: -exponent, significand: 1)
        if (largest * unit).rounded(.toNearestOrEven) > Float(1 << (bits - 1)) - 1 { exponent += 1 }
        return DFPFormat(exponent: min(exponent, 126))
    }

    static func mantissas(_ floats: [Float], _ format: DFPFormat) throws(InferenceError) -> [Int16] {
        let unit = try powerOfTwo(-format.exponent)
        let (minimum, maximum) = (Float(format.minimum), Float(format.maximum))
        return floats.map { value in
            let scaled = (value * unit).rounded(.toNearestOrEven)
            return scaled.isNaN ? 0 : Int16(Swift.min(Swift.max(scaled, minimum), maximum))
        }
    }
}
