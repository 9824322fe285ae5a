/// Mean over all spatial axes, which stay with extent 1.
package struct GlobalAveragePool: Operator {
    package static let name = "GlobalAveragePool"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3 else { throw GraphError.invalid("an input of shape \(x.shape); expected (N, C, ...)") }
        return [TensorType(.float32, x.shape.prefix(2) + [Dimension](repeating: 1, count: x.shape.count - 2))]
    }
}
