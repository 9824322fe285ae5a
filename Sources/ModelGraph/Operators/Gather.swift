/// Picks entries along an axis: inputs data, indices.
package struct Gather: Operator {
    package static let name = "Gather"

    package var axis: Int

    package init(axis: Int = 0) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "indices"], required: 2)
        let data = try inputs(0).type
        let indices = try inputs.type(1, [.int32, .int64])
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        return [TensorType(data.elementType, data.shape[..<axis] + indices.shape + data.shape[(axis + 1)...])]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        guard inputs.count == 2, let data = ConstantFold.small(inputs[0]), let indices = ConstantFold.small(inputs[1]),
            let picks = indices.integers, data.shape.count == 1
        else { return nil }
        _ = try Axis.normalized(axis, rank: 1)
        var sources: [Int] = []
        for pick in picks { sources.append(try Axis.normalized(pick, rank: data.count)) }
        return [ConstantFold.picked(data, sources, shape: indices.shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        guard let data = inputs.first ?? nil, constants.count == 2, let picks = constants[1]?.integers else {
            return nil
        }
        var picked: [Dimension] = []
        for pick in picks { picked.append(data[try Axis.normalized(pick, rank: data.count)]) }
        return picked
    }
}
