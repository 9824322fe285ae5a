/// Maximum over all spatial axes, which stay with extent 1.
package struct GlobalMaxPool: Operator {
    package static let name = "GlobalMaxPool"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        return [TensorType(x.elementType, x.shape.prefix(2) + [Dimension](repeating: 1, count: x.shape.count - 2))]
    }
}

extension GlobalMaxPool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        return [try Planes(input).reduced { plane in plane.reduce(-.infinity) { $1.isNaN || $1 > $0 ? $1 : $0 } }]
    }
}
