import FixedPoint
import ModelGraph

/// The exponents and the known bounds of each number format of a graph.
struct ValueRanges {
    private let values: ValueFormats
    /// What was seen of the values of each format.
    private var seen: [String: RangeObserver] = [:]
    private var bounds: [String: KnownBounds] = [:]
    private let method: CalibrationMethod
    private let headroom: Float
    /// Exponents that were chosen by measurement, at 16 bits.
    private var chosen: [String: Int] = [:]

    init(
        _ graph: Graph, _ values: ValueFormats, _ observers: [String: RangeObserver], _ options: QuantizerOptions
    ) {
        self.values = values
        method = options.method
        headroom = options.effectiveHeadroom
        let known = KnownBounds.all(in: graph)
        // Sorted, so that sums of what was seen have one order.
        for value in values.integers.sorted() {
            guard let group = values.group(value) else { continue }
            if let observer = observers[value] { seen[group, default: RangeObserver()].merge(observer) }
            let own = known[value] ?? KnownBounds()
            bounds[group] = bounds[group].map { $0.union(own) } ?? own
        }
    }

    /// Takes an exponent, as `exponent(_:bits:method:)` gives it, for a format.
    mutating func choose(exponent: Int, for group: String, bits: Int) { chosen[group] = exponent - 16 + bits }

    /// Whether values of the format are never negative, whatever the input.
    func isNotNegative(_ group: String) -> Bool { (bounds[group]?.lower ?? -1) >= 0 }

    /// Of the format that a value belongs to, at so many bits.
    ///
    /// - Parameter method: nil for the one that was asked for.
    func exponent(_ value: String, bits: Int, method other: CalibrationMethod? = nil) -> Int {
        guard let group = values.group(value) else { return 0 }
        if other == nil, let chosen = chosen[group] { return chosen + 16 - bits }
        let method = other ?? method
        var largest = Double((seen[group]?.range(method, bits: bits) ?? 0) * headroom)
        if let lower = bounds[group]?.lower, let upper = bounds[group]?.upper {
            largest = min(largest, Double(max(abs(lower), abs(upper))))
        }
        return RangeObserver.exponent(holding: largest) + 16 - bits
    }

    func format(_ value: String, bits: Int, exponent: Int? = nil) -> DFPFormat {
        let bounds = values.group(value).flatMap { self.bounds[$0] } ?? KnownBounds()
        return bounds.format(exponent: exponent ?? self.exponent(value, bits: bits), bits: bits)
    }

    /// Smallest and largest real number of a value's format at so many bits.
    func limits(_ value: String, bits: Int) -> (minimum: Double, maximum: Double) {
        let format = format(value, bits: bits)
        let step = Double(sign: .plus, exponent: format.exponent, significand: 1)
        return (Double(format.minimum) * step, Double(format.maximum) * step)
    }
}
