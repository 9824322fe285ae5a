/// Values between the elements of a plane or volume.
struct Sampling {
    enum Method {
        case nearest, linear, cubic
    }

    enum Padding {
        case zeros, border, reflection
    }

    var method: Method
    var padding: Padding
    var alignCorners: Bool

    /// The value at a position (outermost axis first, in elements) of a block of `shape` that begins at `start`.
    func value(_ values: UnsafeBufferPointer<Float>, start: Int, shape: [Int], at position: [Double]) -> Double {
        switch method {
        case .nearest:
            return element(values, start, shape, position.map { $0.rounded(.toNearestOrEven) })
        case .linear: return weighted(values, start, shape, position, taps: 2, first: 0) { max(0, 1 - abs($0)) }
        case .cubic: return weighted(values, start, shape, position, taps: 4, first: -1, Self.cubic)
        }
    }

    private func weighted(
        _ values: UnsafeBufferPointer<Float>, _ start: Int, _ shape: [Int], _ position: [Double], taps: Int, first: Int,
        _ kernel: (Double) -> Double
    ) -> Double {
        let base = position.map { $0.rounded(.down) }
        var count = 1
        for _ in shape { count *= taps }
        var sum = 0.0
        for combination in 0..<count {
            var (rest, weight) = (combination, 1.0)
            var place = base
            for axis in shape.indices.reversed() {
                place[axis] += Double(rest % taps + first)
                rest /= taps
                weight *= kernel(position[axis] - place[axis])
            }
            if weight != 0 { sum += weight * element(values, start, shape, place) }
        }
        return sum
    }

    /// Cubic convolution with a = -0.75.
    private static func cubic(_ distance: Double) -> Double {
        let d = abs(distance), a = -0.75
        if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
    }

    /// An element, or what the padding puts in its place.
    private func element(
        _ values: UnsafeBufferPointer<Float>, _ start: Int, _ shape: [Int], _ position: [Double]
    ) -> Double {
        var index = 0
        for (axis, extent) in shape.enumerated() {
            var x = position[axis]
            let last = Double(extent - 1)
            guard x.isFinite else { return 0 }
            if x < 0 || x > last {
                switch padding {
                case .zeros: return 0
                case .border: x = min(max(x, 0), last)
                case .reflection: x = Self.reflected(x, alignCorners ? 0 : -0.5, alignCorners ? last : last + 0.5)
                }
                x = min(max(x.rounded(.toNearestOrEven), 0), last)
            }
            index = index * extent + Int(x)
        }
        // In bounds: every coordinate lies within its extent.
        return Double(values[start + index])
    }

    /// x mirrored at both ends until it lies between them.
    static func reflected(_ x: Double, _ low: Double, _ high: Double) -> Double {
        let range = high - low
        guard range > 0 else { return low }
        let distance = abs(x - low)
        let turns = (distance / range).rounded(.down)
        let rest = distance - turns * range
        return turns.truncatingRemainder(dividingBy: 2) == 0 ? low + rest : high - rest
    }
}
