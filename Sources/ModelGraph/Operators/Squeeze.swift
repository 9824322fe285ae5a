/// Removes axes of extent 1: inputs data, optional axes.
package struct Squeeze: Operator {
    package static let name = "Squeeze"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 1)
        let data = try inputs(0).type
        let axes: [Int]
        if inputs.optional(1) != nil {
            axes = try Axis.normalized(inputs.integers(1, "axes"), rank: data.shape.count)
            for axis in axes where data.shape[axis] != 1 {
                throw GraphError.invalid("axis \(axis) of shape \(data.shape) cannot be removed: its extent is not 1")
            }
        } else {
            axes = data.shape.indices.filter { data.shape[$0] == 1 }
        }
        let shape = data.shape.indices.filter { !axes.contains($0) }.map { data.shape[$0] }
        return [TensorType(data.elementType, shape)]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? { try ConstantFold.reshaped(self, inputs) }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}
