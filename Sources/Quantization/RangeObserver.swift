/// What calibration remembers of the elements of one value.
struct RangeObserver {
    /// The largest magnitude seen.
    private(set) var largest: Float = 0
    private var elements = 0
    private var sumOfSquares = 0.0
    /// Elements by the upper 12 bits of their magnitude's pattern, 16 bins for each power of two; empty before `count`.
    private var histogram: [Int] = []

    /// How many there were.
    var count: Int { elements }
    /// The mean square of the elements.
    var power: Double { elements == 0 ? 0 : sumOfSquares / Double(elements) }

    /// First pass: range and power.
    ///
    /// - Returns: false if an element is NaN or infinite.
    mutating func observe(_ values: [Float]) -> Bool {
        var (high, sum) = (largest, 0.0)
        values.withUnsafeBufferPointer { values in
            for value in values {
                let magnitude = abs(value)
                high = magnitude > high ? magnitude : high
                sum += Double(value) * Double(value)
            }
        }
        // A square of a finite float32 is finite in double, and so is every sum that fits memory.
        guard sum.isFinite else { return false }
        largest = high
        elements += values.count
        sumOfSquares += sum
        return true
    }

    /// Second pass, for the methods that need to know how the magnitudes are spread.
    mutating func spread(_ values: [Float]) {
        if histogram.isEmpty { histogram = [Int](repeating: 0, count: 4096) }
        histogram.withUnsafeMutableBufferPointer { bins in
            values.withUnsafeBufferPointer { values in
                // In bounds: without its sign a pattern is below 2^31, shifted below 2^12.
                for value in values { bins[Int((value.bitPattern & 0x7FFF_FFFF) >> 19)] += 1 }
            }
        }
    }

    /// The largest magnitude that the format is to hold.
    func range(_ method: CalibrationMethod) -> Float {
        switch method {
        case .minMax: largest
        case .percentile: min(largest, percentile(0.99999))
        case .mse: leastError()
        }
    }

    /// Takes in what was seen of another value that shares the format.
    mutating func merge(_ other: RangeObserver) {
        largest = max(largest, other.largest)
        elements += other.elements
        sumOfSquares += other.sumOfSquares
        if histogram.isEmpty {
            histogram = other.histogram
        } else {
            for (bin, count) in other.histogram.enumerated() { histogram[bin] += count }
        }
    }

    /// The lower edge of a bin; above bin 4079 are infinity and NaN, which are refused before.
    private func edge(_ bin: Int) -> Float {
        bin < 4080 ? Float(bitPattern: UInt32(bin) << 19) : .greatestFiniteMagnitude
    }

    private func percentile(_ share: Double) -> Float {
        let allowed = Int((1 - share) * Double(elements))
        var above = 0
        for bin in histogram.indices.reversed() {
            above += histogram[bin]
            if above > allowed { return edge(bin + 1) }
        }
        return largest
    }

    /// Among the range seen and its half, quarter ... the one with the least squared error of rounding to 16 bits and
    /// cutting together. Only powers of two change the step, so that others need no trial.
    private func leastError() -> Float {
        var best = (error: Double.infinity, limit: largest)
        var limit = Double(largest)
        for _ in 0..<6 {
            let rounding = (limit / 32767) * (limit / 32767) / 12
            var error = 0.0
            for bin in histogram.indices where histogram[bin] > 0 {
                let middle = (Double(edge(bin)) + Double(edge(bin + 1))) / 2
                error += Double(histogram[bin]) * (middle > limit ? (middle - limit) * (middle - limit) : rounding)
            }
            if error < best.error { best = (error, Float(limit)) }
            limit /= 2
        }
        return best.limit
    }

    /// The smallest exponent at which 16-bit mantissas hold ±largest; any that is ordinary where that is 0.
    static func exponent(holding largest: Double) -> Int {
        guard largest > 0 else { return -14 }
        var exponent = Int(largest.exponent) - 14
        if (largest * Double(sign: .plus, exponent: -exponent, significand: 1)).rounded(.toNearestOrEven) > 32767 {
            exponent += 1
        }
        return min(max(exponent, -60), 60)
    }
}
