package import ModelGraph

extension Reshape: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        var shape = try arguments.integers(1, "shape")
        for (axis, extent) in shape.enumerated() where extent == 0 && !allowZero {
            guard axis < data.shape.count else {
                throw GraphError.invalid("shape \(shape) copies axis \(axis), which \(data.shape) does not have")
            }
            shape[axis] = data.shape[axis]
        }
        if let free = shape.firstIndex(of: -1) {
            var rest = shape
            rest[free] = 1
            let known = try Axes.count(rest)
            guard known > 0, data.count % known == 0 else {
                throw GraphError.invalid("\(data.shape) does not fit into \(shape)")
            }
            shape[free] = data.count / known
        }
        guard try Axes.count(shape) == data.count else {
            throw GraphError.invalid("\(data.shape) does not fit into \(shape)")
        }
        return [data.reshaped(to: shape)]
    }
}
