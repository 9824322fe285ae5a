/// The proof that no INT32 accumulator of a layer can overflow, in exact 64-bit integers.
///
/// A term of a reduction is weight * input with the input anywhere in its format's `minimum...maximum`, or zero
/// (padding). Its largest value is never negative and its smallest never positive. So every sum over any subset of
/// the terms of a chunk lies between the sum of all smallest values (-N) and the sum of all largest (P). That covers
/// every partial sum in every order: scalar loops, SIMD lanes, the pair sums of vpmaddwd. The bias is one more term,
/// of the first chunk, with a single value.
///
///     worst case = max over chunks of max(P + max(bias, 0), N + max(-bias, 0))
///
/// The bound is tight: the inputs that make every term largest (or smallest) reach it. The layer is proven when it is
/// at most `accumulatorLimit`.
package enum OverflowProof {
    /// The largest absolute value an accumulator may reach: 2^31 - 1.
    package static let accumulatorLimit = Int(Int32.max)

    /// The largest absolute value that any sum of a chunk of one output channel can reach.
    ///
    /// Never overflows: mantissas of one sign add up to less than 2^47 for 2^32 terms, and times an input fit Int64.
    ///
    /// - Parameters:
    ///   - weights: one output channel's mantissas in the order of the reduction (kernel row, kernel column, input
    ///     channel of the group).
    ///   - minimum: the smallest input mantissa; above 0 is taken as 0, for padding.
    ///   - maximum: the largest input mantissa; below 0 is taken as 0.
    ///   - chunk: elements per sum, at least 1; `weights.count` or more for a single sum.
    ///   - bias: added to the first chunk.
    package static func worstCaseAccumulator(
        weights: UnsafeBufferPointer<Int16>, minimum: Int16, maximum: Int16, chunk: Int, bias: Int32 = 0
    ) -> Int {
        worst(count: weights.count, minimum: minimum, maximum: maximum, chunk: chunk, bias: bias) {
            SignedSums(UnsafeBufferPointer(rebasing: weights[$0]))
        }
    }

    /// The same for an array.
    package static func worstCaseAccumulator(
        weights: [Int16], minimum: Int16, maximum: Int16, chunk: Int, bias: Int32 = 0
    ) -> Int {
        weights.withUnsafeBufferPointer {
            worstCaseAccumulator(weights: $0, minimum: minimum, maximum: maximum, chunk: chunk, bias: bias)
        }
    }

    /// The same for one output channel in ONNX's convolution layout [inputs][taps], taps = kernel height * width:
    /// element r of the reduction is input channel r mod inputs of tap r / inputs.
    package static func worstCaseAccumulator(
        convolution weights: UnsafeBufferPointer<Int16>, inputs: Int, taps: Int, minimum: Int16, maximum: Int16,
        chunk: Int, bias: Int32 = 0
    ) -> Int {
        precondition(
            inputs > 0 && taps > 0 && weights.count == inputs * taps,
            "\(inputs) x \(taps) weights expected, found \(weights.count)")
        // The order of what one sum covers does not matter.
        guard taps > 1, chunk < weights.count else {
            return worstCaseAccumulator(
                weights: weights, minimum: minimum, maximum: maximum, chunk: chunk, bias: bias)
        }
        return worst(count: weights.count, minimum: minimum, maximum: maximum, chunk: chunk, bias: bias) { elements in
            var sums = SignedSums()
            // In bounds: r < inputs * taps.
            for r in elements { sums.add(weights[r % inputs * taps + r / inputs]) }
            return sums
        }
    }

    /// Whether a worst case is proven safe.
    package static func holds(_ worstCase: Int) -> Bool { worstCase <= accumulatorLimit }

    /// The sums of a chunk's positive and of its negative mantissas: all that its largest and its smallest value depend on.
    private struct SignedSums {
        var positive = 0
        var negative = 0

        init() {}

        init(_ weights: UnsafeBufferPointer<Int16>) {
            // So many mantissas of one sign fit INT32, whose sums the compiler vectorizes.
            let block = 1 << 16
            for begin in stride(from: 0, to: weights.count, by: block) {
                var (above, below) = (Int32(0), Int32(0))
                for weight in weights[begin..<min(begin + block, weights.count)] {
                    above &+= Int32(max(weight, 0))
                    below &+= Int32(min(weight, 0))
                }
                positive += Int(above)
                negative += Int(below)
            }
        }

        mutating func add(_ weight: Int16) {
            positive += Int(max(weight, 0))
            negative += Int(min(weight, 0))
        }
    }

    @inline(__always)
    private static func worst(
        count: Int, minimum: Int16, maximum: Int16, chunk: Int, bias: Int32, sums: (Range<Int>) -> SignedSums
    ) -> Int {
        precondition(chunk > 0, "a chunk needs at least one element, found \(chunk)")
        let low = min(0, Int(minimum)), high = max(0, Int(maximum))
        var worst = 0
        var begin = 0
        // The bias exists even when there is nothing to sum.
        var bias = Int(bias)
        repeat {
            let end = count - begin > chunk ? begin + chunk : count
            let sum = sums(begin..<end)
            let largest = sum.positive * high + sum.negative * low
            let smallest = sum.positive * low + sum.negative * high
            worst = max(worst, largest + max(0, bias), -smallest + max(0, -bias))
            bias = 0
            begin = end
        } while begin < count
        return worst
    }
}
