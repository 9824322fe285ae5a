import FixedPoint
import ModelGraph

/// The exponent at 16 bits and the known bounds of each number format of a graph.
struct ValueRanges {
    private struct Range {
        var exponent: Int
        var bounds: KnownBounds
    }

    private let values: ValueFormats
    private var ranges: [String: Range] = [:]

    init(
        _ graph: Graph, _ values: ValueFormats, _ observers: [String: RangeObserver], _ options: QuantizerOptions
    ) {
        self.values = values
        let known = KnownBounds.all(in: graph)
        var seen: [String: RangeObserver] = [:]
        var bounds: [String: KnownBounds] = [:]
        // Sorted, so that sums of what was seen have one order.
        for value in values.integers.sorted() {
            guard let group = values.group(value) else { continue }
            if let observer = observers[value] { seen[group, default: RangeObserver()].merge(observer) }
            let own = known[value] ?? KnownBounds()
            bounds[group] = bounds[group].map { $0.union(own) } ?? own
        }
        for group in values.groups {
            let bound = bounds[group] ?? KnownBounds()
            var largest = Double((seen[group]?.range(options.method) ?? 0) * options.headroom)
            if let lower = bound.lower, let upper = bound.upper {
                largest = min(largest, Double(max(abs(lower), abs(upper))))
            }
            ranges[group] = Range(exponent: RangeObserver.exponent(holding: largest), bounds: bound)
        }
    }

    /// Of the format that a value belongs to, at 16 bits.
    func exponent(_ value: String) -> Int { values.group(value).flatMap { ranges[$0]?.exponent } ?? 0 }

    func format(_ value: String, bits: Int) -> DFPFormat {
        let range = values.group(value).flatMap { ranges[$0] } ?? Range(exponent: 0, bounds: KnownBounds())
        return range.bounds.format(exponent: range.exponent + 16 - bits, bits: bits)
    }

    /// Smallest and largest real number of a value's format at 16 bits.
    func limits(_ value: String) -> (minimum: Double, maximum: Double) {
        let format = format(value, bits: 16)
        let step = Double(sign: .plus, exponent: format.exponent, significand: 1)
        return (Double(format.minimum) * step, Double(format.maximum) * step)
    }
}
