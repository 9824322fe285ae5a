/// What the normalizations share: rows of elements brought to mean 0 and variance 1.
enum Normalization {
    /// Mean and variance of consecutive elements, in float64, two passes.
    static func moments(_ values: UnsafeBufferPointer<Float>) -> (mean: Double, variance: Double) {
        guard !values.isEmpty else { return (0, 0) }
        var sum = 0.0
        for value in values { sum += Double(value) }
        let mean = sum / Double(values.count)
        var squares = 0.0
        for value in values { squares += (Double(value) - mean) * (Double(value) - mean) }
        return (mean, squares / Double(values.count))
    }

    /// Normalizes every row of `length` elements in place.
    ///
    /// - Parameter apply: makes the result of a normalized element from its place: row and position in the row.
    /// - Returns: mean and 1 / standard deviation of every row.
    @discardableResult
    static func rows(
        _ values: inout [Float], length: Int, epsilon: Float, _ apply: (Double, _ row: Int, _ index: Int) -> Double
    ) -> (means: [Float], inverses: [Float]) {
        var means: [Float] = [], inverses: [Float] = []
        guard length > 0 else { return (means, inverses) }
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<values.count / length {
                let range = row * length..<(row + 1) * length
                let (mean, variance) = moments(UnsafeBufferPointer(rebasing: values[range]))
                let inverse = 1 / (variance + Double(epsilon)).squareRoot()
                for (index, place) in range.enumerated() {
                    values[place] = Float(apply((Double(values[place]) - mean) * inverse, row, index))
                }
                means.append(Float(mean))
                inverses.append(Float(inverse))
            }
        }
        return (means, inverses)
    }
}
