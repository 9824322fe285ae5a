/// The index of the largest or smallest element along an axis, int64.
package protocol ArgOperator: Operator {
    var axis: Int { get }
    var keepDims: Bool { get }
    var selectLastIndex: Bool { get }
    init(axis: Int, keepDims: Bool, selectLastIndex: Bool)
    /// Whether `a` takes the place of `b`.
    func isBetter(_ a: Double, than b: Double) -> Bool
}

extension ArgOperator {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let data = try OperatorInputs(inputs, names: ["data"], required: 1).type(0, ElementType.numbers)
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        var shape = data.shape
        if keepDims { shape[axis] = 1 } else { shape.remove(at: axis) }
        return [TensorType(.int64, shape)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        guard data.shape[axis] > 0 else { throw GraphError.invalid("axis \(axis) of \(data.shape) is empty") }
        let values = try data.doubles("data")
        var result: [Int64] = []
        Rows.forEach(data.shape, axis: axis) { start, extent, stride in
            var best = 0
            for i in 1..<max(1, extent) {
                let (value, other) = (values[start + i * stride], values[start + best * stride])
                if isBetter(value, than: other) || (selectLastIndex && value == other) { best = i }
            }
            result.append(Int64(best))
        }
        var shape = data.shape
        if keepDims { shape[axis] = 1 } else { shape.remove(at: axis) }
        return [Tensor(shape: shape, int64s: result)]
    }
}
