import FixedPoint

/// The worst cases of one output's sums over blocks of its reduction, in real units, from which those of every chunk
/// follow.
struct PartialSums {
    private struct Block {
        /// The largest sum, and the smallest with its sign changed.
        var positive = 0.0
        var negative = 0.0
        var winograd = WinogradSums()
    }

    /// The largest absolute weight; for Winograd, the largest transformed one.
    private(set) var largestWeight = 0.0
    private var blocks: [Block]
    private let bias: Double
    private let range: (minimum: Double, maximum: Double)
    /// What the integers of `WinogradSums` stand for.
    private let unit: Double

    /// - Parameters:
    ///   - row: the weights in the order of the reduction.
    ///   - block: elements per block.
    ///   - range: the input's bounds, `minimum <= 0 <= maximum`.
    init(_ row: [Double], block: Int, bias: Double, range: (minimum: Double, maximum: Double)) {
        self.init(row, length: block, bias: bias, range: range, unit: 0)
        largestWeight = row.reduce(0) { max($0, abs($1)) }
    }

    /// For Winograd: blocks of `channels` input channels.
    ///
    /// - Parameter row: in the order (tap, input channel), nine taps.
    init(winograd row: [Double], _ channels: Int, bias: Double, range: (minimum: Double, maximum: Double)) {
        let filters = LayerWeights.filters(row, taps: 9)
        // As fine as `WinogradSums` takes them.
        let unit = filters.reduce(0) { max($0, abs($1)) } / 0x1p27
        self.init(filters, length: 9 * channels, bias: bias, range: range, unit: unit)
        guard unit > 0 else { return }
        let integers = filters.map { Int32(($0 / unit).rounded()) }
        integers.withUnsafeBufferPointer { integers in
            for (index, begin) in stride(from: 0, to: integers.count, by: 9 * channels).enumerated() {
                blocks[index].winograd.add(
                    UnsafeBufferPointer(rebasing: integers[begin..<min(begin + 9 * channels, integers.count)]))
                largestWeight = max(largestWeight, Double(blocks[index].winograd.largestWeight) * unit)
            }
        }
    }

    private init(
        _ weights: [Double], length: Int, bias: Double, range: (minimum: Double, maximum: Double), unit: Double
    ) {
        (self.bias, self.range, self.unit) = (bias, range, unit)
        blocks = stride(from: 0, to: weights.count, by: length).map { begin in
            var (up, down) = (0.0, 0.0)
            for w in weights[begin..<min(begin + length, weights.count)] { if w > 0 { up += w } else { down -= w } }
            return Block(
                positive: up * range.maximum - down * range.minimum, negative: down * range.maximum - up * range.minimum
            )
        }
    }

    /// The largest absolute value that must be exact when `count` blocks make one sum (nil: all), bias included.
    func worst(blocks count: Int?) -> Double {
        var bound = abs(bias)
        for begin in stride(from: 0, to: blocks.count, by: count ?? blocks.count) {
            var up = begin == 0 ? max(bias, 0) : 0, down = begin == 0 ? max(-bias, 0) : 0
            var winograd = WinogradSums()
            for block in blocks[begin..<min(begin + (count ?? blocks.count), blocks.count)] {
                up += block.positive
                down += block.negative
                if unit > 0 { winograd.add(block.winograd) }
            }
            bound = max(bound, up, down)
            if unit > 0 { bound = max(bound, unit * winograd.worst(minimum: range.minimum, maximum: range.maximum)) }
        }
        return bound
    }
}
