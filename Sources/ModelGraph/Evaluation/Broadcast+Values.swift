extension Broadcast {
    /// The common shape of two shapes.
    package static func shape(_ a: [Int], _ b: [Int]) throws -> [Int] {
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
    package static func strides(_ shape: [Int], to target: [Int]) -> [Int] {
        let strides = zip(shape, Positions.strides(shape)).map { extent, stride in extent == 1 ? 0 : stride }
        return [Int](repeating: 0, count: target.count - shape.count) + strides
    }

    /// `function` on every pair of elements.
    package static func combine<T, R>(
        _ a: [T], _ aShape: [Int], _ b: [T], _ bShape: [Int], _ function: (T, T) throws -> R
    ) throws -> ([R], [Int]) {
        let shape = try shape(aShape, bShape)
        var result: [R] = []
        result.reserveCapacity(try ShapeLimits.count(shape))
        let inner = shape.last ?? 1
        let aStrides = strides(aShape, to: shape)
        let bStrides = strides(bShape, to: shape)
        let rows = shape.dropLast().map { Array(0..<$0) }
        let aRows = try Positions.offsets(positions: rows, strides: Array(aStrides.dropLast()))
        let bRows = try Positions.offsets(positions: rows, strides: Array(bStrides.dropLast()))
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

extension Broadcast {
    /// `function` on every pair of elements of two tensors of one type.
    package static func combined<T: TensorElement, R: TensorElement>(
        _ a: Tensor, _ b: Tensor, _: T.Type, _ function: (T, T) throws -> R
    ) throws -> Tensor {
        guard let x = T.values(a.elements), let y = T.values(b.elements) else {
            throw GraphError.invalid(
                "inputs of types \(a.elementType.rawValue) and \(b.elementType.rawValue); expected two of one type")
        }
        let (values, shape) = try combine(x, a.shape, y, b.shape, function)
        return Tensor(shape: shape, values)
    }

    /// The tensor repeated to a shape that it broadcasts to.
    package static func expanded(_ tensor: Tensor, to shape: [Int]) throws -> Tensor {
        if tensor.shape == shape { return tensor }
        guard tensor.shape.count <= shape.count, try self.shape(tensor.shape, shape) == shape else {
            throw GraphError.invalid("shape \(tensor.shape) does not broadcast to \(shape)")
        }
        let offsets = try Positions.offsets(
            positions: shape.map { Array(0..<$0) }, strides: strides(tensor.shape, to: shape))
        return try tensor.picking(offsets, shape: shape)
    }
}
