import Glibc

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
    ///
    /// - Parameter bits: of the mantissas, sign included: narrow ones gain by cutting what wide ones keep.
    func range(_ method: CalibrationMethod, bits: Int = 16) -> Float {
        switch method {
        case .minMax, .best: largest
        case .percentile: min(largest, percentile(0.99999))
        case .entropy: least(bits, divergence)
        case .mse: least(bits, squaredError)
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

    /// Among the formats that hold the range seen, its half, its quarter ... the one that costs the least. Only powers of
    /// two change the step, so that others need no trial.
    private func least(_ bits: Int, _ cost: (_ limit: Double, _ step: Double) -> Double) -> Float {
        guard largest > 0 else { return largest }
        let finest = Self.exponent(holding: Double(largest)) + 16 - bits
        var best = (cost: Double.infinity, limit: largest)
        for cut in 0..<6 {
            let step = Double(sign: .plus, exponent: finest - cut, significand: 1)
            let limit = step * Double(1 << (bits - 1) - 1)
            let cost = cost(limit, step)
            if cost < best.cost { best = (cost, min(largest, Float(limit))) }
        }
        return best.limit
    }

    private func middle(_ bin: Int) -> Double { (Double(edge(bin)) + Double(edge(bin + 1))) / 2 }

    /// Of rounding and cutting together.
    private func squaredError(_ limit: Double, _ step: Double) -> Double {
        histogram.indices.reduce(0) { sum, bin in
            guard histogram[bin] > 0 else { return sum }
            let middle = middle(bin)
            let error = middle > limit ? (middle - limit) * (middle - limit) : step * step / 12
            return sum + Double(histogram[bin]) * error
        }
    }

    /// Kullback and Leibler's divergence of the magnitudes as the format shows them from those that were seen: what is cut
    /// counts as the largest magnitude, and within a step nothing is told apart. After Migacz, "8-bit Inference with
    /// TensorRT" (GTC 2017), who searches linear bins and counts nothing twice.
    private func divergence(_ limit: Double, _ step: Double) -> Double {
        var seen: [Double] = [], shown: [Double] = [], widths: [Double] = []
        var cut = 0.0
        // Bins of one step of the format: their mass is spread as if nothing were known but the step.
        var level = -1.0
        var begin = 0
        func close() {
            let mass = seen[begin...].reduce(0, +), width = widths[begin...].reduce(0, +)
            for index in begin..<seen.count { shown.append(width > 0 ? mass * widths[index] / width : 0) }
            begin = seen.count
        }
        for bin in histogram.indices where histogram[bin] > 0 {
            let middle = middle(bin)
            if middle > limit {
                cut += Double(histogram[bin])
                continue
            }
            let next = (middle / step).rounded()
            if next != level {
                close()
                level = next
            }
            seen.append(Double(histogram[bin]))
            widths.append(Double(edge(bin + 1)) - Double(edge(bin)))
        }
        close()
        let total = seen.reduce(0, +)
        guard total > 0 else { return .infinity }
        seen[seen.count - 1] += cut
        return zip(seen, shown).reduce(0) { sum, pair in
            let p = pair.0 / (total + cut), q = pair.1 / total
            return p > 0 && q > 0 ? sum + p * log(p / q) : sum
        }
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
