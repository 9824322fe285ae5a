/// Mean over all spatial axes, which stay with extent 1.
package struct GlobalAveragePool: Operator {
    package static let name = "GlobalAveragePool"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        return [TensorType(x.elementType, x.shape.prefix(2) + [Dimension](repeating: 1, count: x.shape.count - 2))]
    }
}

extension GlobalAveragePool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        let planes = try Planes(input)
        return [
            planes.reduced { plane in
                var sum = 0.0
                for value in plane { sum += Double(value) }
                return Float(sum / Double(plane.count))
            }
        ]
    }
}
