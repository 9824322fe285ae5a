/// What the weights of a model may cost.
package enum BitBudget: Sendable, Hashable {
    /// Bytes of all weights together.
    case bytes(Int)
    /// The least signal to noise that the outputs may keep, in dB.
    case sqnr(Double)
}

extension BitBudget {
    /// Steps that sizes are told apart in.
    private static let steps = 4096

    /// The mantissa bits of each layer's weights with the least noise within the size, or the least size within the noise.
    ///
    /// Noise of layers adds up, since their errors have nothing to do with each other: then the best choice for the first
    /// layers at each size is all that the rest needs to know, and dynamic programming finds the best of all
    /// (Bellman, 1957; for widths see Dong et al., "HAWQ-V2", NeurIPS 2020, who add up second-order estimates).
    ///
    /// - Parameters:
    ///   - counts: weights of each layer.
    ///   - noise: of each layer by bits, for a signal of 1; the same widths for all.
    /// - Returns: bits by layer; nil if nothing fits.
    func best(counts: [Int], noise: [[Int: Double]]) -> [Int]? {
        let widths = QuantizerOptions.widths
        let total = counts.reduce(0, +) * widths.upperBound
        guard total > 0 else { return counts.map { _ in widths.upperBound } }
        let limit =
            switch self {
            case .bytes(let bytes): min(bytes, total) * 8 < total ? bytes * 8 : total
            case .sqnr: total
            }
        guard limit > 0 else { return nil }
        let unit = max(1, (limit + Self.steps - 1) / Self.steps)
        let capacity = limit / unit
        // By units used so far: the least noise, and what each layer took for it.
        var least = [Double](repeating: .infinity, count: capacity + 1)
        least[0] = 0
        var taken: [[UInt8]] = []
        for (count, noise) in zip(counts, noise) {
            var next = [Double](repeating: .infinity, count: capacity + 1)
            var bits = [UInt8](repeating: 0, count: capacity + 1)
            for width in widths {
                guard let own = noise[width] else { continue }
                let cost = (count * width + unit - 1) / unit
                guard cost <= capacity else { continue }
                for used in cost...capacity where least[used - cost] + own < next[used] {
                    next[used] = least[used - cost] + own
                    bits[used] = UInt8(width)
                }
            }
            least = next
            taken.append(bits)
        }
        let end: Int?
        switch self {
        case .bytes: end = least.indices.min { least[$0] < least[$1] }
        case .sqnr(let decibels):
            let allowed = Decibel.noise(decibels)
            end = least.firstIndex { $0 <= allowed }
        }
        guard var used = end, least[used] < .infinity else { return nil }
        var choice: [Int] = []
        for (count, bits) in zip(counts, taken).reversed() {
            let width = Int(bits[used])
            choice.append(width)
            used -= (count * width + unit - 1) / unit
        }
        return choice.reversed()
    }
}
