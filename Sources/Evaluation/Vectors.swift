/// Sums in the order of the numbers, the same on every machine.
enum Vectors {
    /// - Parameter b: as long as `a`.
    static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for (x, y) in zip(a, b) { sum += x * y }
        return sum
    }

    /// The same direction with a norm of 1; zeros stay zeros.
    static func unit(_ row: [Float]) -> [Double] {
        let norm = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return row.map { norm > 0 ? Double($0) / norm : 0 }
    }

    /// Positions of the labels that stand more than once.
    static func repeated(_ labels: [Int]) -> [Int] {
        var support: [Int: Int] = [:]
        for label in labels { support[label, default: 0] += 1 }
        return labels.indices.filter { support[labels[$0], default: 0] > 1 }
    }
}
