import FixedPoint
import ModelGraph

/// How long sums of products of two activations stay within INT32, from the limits of their formats alone.
enum ExactSums {
    private static let limit = 2_147_483_647

    /// The longest sum, of at most `count` products of magnitude up to `product`, that surely fits: all, or an even number.
    static func length(_ count: Int, product: Int) -> Int {
        let length = limit / product
        return length >= count ? count : max(2, length / 2 * 2)
    }

    /// Whether a row of `count` rounded probabilities (mantissas of 2^exponent) times values up to `largest` is one exact sum:
    /// the probabilities sum to at most 1 and half a unit each; 0.1% covers float32's rounding.
    static func holdProbabilities(_ count: Int, exponent: Int, largest: Int) -> Bool {
        let one = Double(sign: .plus, exponent: -exponent, significand: 1)
        return count <= SoftmaxRows.longest && (one * 1.001 + Double(count) / 2) * Double(largest) < Double(limit)
    }
}

extension DFPFormat {
    /// The largest magnitude of a mantissa, at least 1.
    var largestMagnitude: Int { max(1, Int(maximum), -Int(minimum)) }
}
