/// The weights of one pass of a resize: for each output position, which input positions count, and how much.
///
/// The definition is Pillow's for 8-bit images, to the bit, since models are trained with it: positions and weights in
/// double, stretched by the scale when shrinking (antialiasing), normalized to add up to 1, then rounded half away
/// from zero to units of 2^-22.
struct ResampleWeights {
    /// 32 bits less 8 of the sample less 2 for sums beyond 0...255, which bicubic's negative lobes make.
    static let fractionBits: Int32 = 22

    /// For each output position of the window: the first input position.
    private(set) var starts: [Int] = []
    /// For each output position of the window: the number of input positions, at most `stride`.
    private(set) var counts: [Int] = []
    /// `stride` weights for each output position of the window.
    private(set) var weights: [Int32] = []
    let stride: Int

    /// The input positions that any output position of the window needs.
    var inputRange: Range<Int> {
        var (low, high) = (Int.max, 0)
        for (start, count) in zip(starts, counts) {
            low = min(low, start)
            high = max(high, start + count)
        }
        return low < high ? low..<high : 0..<0
    }

    /// - Parameters:
    ///   - inputSize, outputSize: pixels along the axis, at least 1.
    ///   - window: the output positions that are wanted, within `0..<outputSize`.
    init(inputSize: Int, outputSize: Int, window: Range<Int>, filter: ResampleFilter) {
        let scale = Double(inputSize) / Double(outputSize)
        let stretch = max(scale, 1)
        let support = filter.support * stretch
        stride = Int(support.rounded(.up)) * 2 + 1
        let inverse = 1 / stretch
        starts.reserveCapacity(window.count)
        counts.reserveCapacity(window.count)
        weights = [Int32](repeating: 0, count: window.count * stride)
        var values = [Double](repeating: 0, count: stride)
        for (row, position) in window.enumerated() {
            let center = (Double(position) + 0.5) * scale
            // Truncation towards zero, then clamping: that order is part of the definition.
            let start = max(0, Int(center - support + 0.5))
            let count = min(inputSize, Int(center + support + 0.5)) - start
            var sum = 0.0
            for i in 0..<count {
                values[i] = filter.value(at: (Double(i + start) - center + 0.5) * inverse)
                sum += values[i]
            }
            for i in 0..<count {
                let normalized = sum == 0 ? values[i] : values[i] / sum
                let scaled = normalized * Double(1 << Self.fractionBits)
                weights[row * stride + i] = Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
            }
            starts.append(start)
            counts.append(count)
        }
    }
}

extension ResampleWeights {
    /// A sum of weighted samples, to which one half was added, as a sample.
    @inline(__always)
    static func sample(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum >> fractionBits)))
    }
}
