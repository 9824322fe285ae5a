/// The k largest or smallest elements along an axis and their indices: inputs X, K. Ties go to the lower index.
package struct TopK: Operator {
    package static let name = "TopK"

    package var axis: Int
    package var largest: Bool
    /// Whether the results come in order; they always do here.
    package var sorted: Bool

    package init(axis: Int = -1, largest: Bool = true, sorted: Bool = true) {
        self.axis = axis
        self.largest = largest
        self.sorted = sorted
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "K"], required: 2)
        let x = try inputs.type(0, ElementType.numbers)
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        var shape = x.shape
        shape[axis] = .unknown
        if let k = try inputs.integersIfConstant(1, "K")?.first {
            guard k >= 0, k <= x.shape[axis].fixed ?? ShapeLimits.elements else {
                throw GraphError.invalid("K is \(k) for an axis of \(x.shape[axis])")
            }
            shape[axis] = .fixed(k)
        }
        return [TensorType(x.elementType, shape), TensorType(.int64, shape)]
    }
}

extension TopK {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        guard let k = try arguments.integers(1, "K").first, k >= 0, k <= x.shape[axis] else {
            throw GraphError.invalid("K is no number from 0 to \(x.shape[axis])")
        }
        let values = try x.doubles("X")
        let inner = x.shape[(axis + 1)...].reduce(1, *)
        var shape = x.shape
        shape[axis] = k
        var offsets = [Int](repeating: 0, count: shape.reduce(1, *))
        var indices = [Int64](repeating: 0, count: offsets.count)
        var run = 0
        Rows.forEach(x.shape, axis: axis) { start, extent, stride in
            let order = (0..<extent).sorted { a, b in
                let (p, q) = (values[start + a * stride], values[start + b * stride])
                if p == q || (p.isNaN && q.isNaN) { return a < b }
                // NaN counts as larger than every number.
                if p.isNaN || q.isNaN { return p.isNaN == largest }
                return largest ? p > q : p < q
            }
            for (place, index) in order.prefix(k).enumerated() {
                let target = (run / inner * k + place) * inner + run % inner
                offsets[target] = start + index * stride
                indices[target] = Int64(index)
            }
            run += 1
        }
        return [try x.picking(offsets, shape: shape), Tensor(shape: shape, int64s: indices)]
    }
}
