/// exp(x) / sum(exp(x)) along one axis (the semantics of opset 13).
package struct Softmax: Operator {
    package static let name = "Softmax"

    package var axis: Int
    /// Opsets before 13 flattened all axes from `axis` on into one. That is the same where `axis` is the last one, and
    /// anything else is refused.
    package var coerced: Bool

    package init(axis: Int = -1, coerced: Bool = false) {
        self.axis = axis
        self.coerced = coerced
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1).float(0)
        let axis = try Axis.normalized(axis, rank: x.shape.count)
        guard !coerced || x.shape[(axis + 1)...].allSatisfy({ $0 == 1 }) else {
            throw GraphError.unsupported(
                "Softmax before opset 13 over several axes of \(x.shape); export with opset 13 or newer")
        }
        return [x]
    }
}
