/// Its input.
package struct Identity: Operator {
    package static let name = "Identity"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["input"], required: 1)(0).type]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? { inputs.first?.map { [$0] } }
}
