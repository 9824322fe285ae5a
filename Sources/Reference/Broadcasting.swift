import ModelGraph

/// NumPy's broadcasting: missing leading axes and axes of extent 1 are repeated.
enum Broadcasting {
    /// The common shape of two shapes.
    static func shape(_ a: [Int], _ b: [Int]) throws -> [Int] {
        let rank = max(a.count, b.count)
        let left = [Int](repeating: 1, count: rank - a.count) + a
        let right = [Int](repeating: 1, count: rank - b.count) + b
        return try zip(left, right).map { x, y in
            guard x == y || x == 1 || y == 1 else {
                throw GraphError.invalid("shapes \(a) and \(b) do not broadcast to one another")
            }
            return x == 1 ? y : x
        }
    }

    /// The strides with which a tensor of `shape` is read as one of shape `target`: 0 along repeated axes.
    static func strides(_ shape: [Int], to target: [Int]) -> [Int] {
        let strides = zip(shape, Axes.strides(shape)).map { extent, stride in extent == 1 ? 0 : stride }
        return [Int](repeating: 0, count: target.count - shape.count) + strides
    }

    /// `function` on every pair of elements.
    static func combine<T>(
        _ a: [T], _ aShape: [Int], _ b: [T], _ bShape: [Int], _ function: (T, T) throws -> T
    ) throws -> ([T], [Int]) {
        let shape = try shape(aShape, bShape)
        var result: [T] = []
        result.reserveCapacity(try Axes.count(shape))
        let inner = shape.last ?? 1
        let aStrides = strides(aShape, to: shape)
        let bStrides = strides(bShape, to: shape)
        let rows = shape.dropLast().map { Array(0..<$0) }
        let aRows = try Axes.offsets(positions: rows, strides: Array(aStrides.dropLast()))
        let bRows = try Axes.offsets(positions: rows, strides: Array(bStrides.dropLast()))
        let aStep = aStrides.last ?? 0
        let bStep = bStrides.last ?? 0
        try a.withUnsafeBufferPointer { a in
            try b.withUnsafeBufferPointer { b in
                for (aRow, bRow) in zip(aRows, bRows) {
                    for i in 0..<inner { result.append(try function(a[aRow + i * aStep], b[bRow + i * bStep])) }
                }
            }
        }
        return (result, shape)
    }
}
