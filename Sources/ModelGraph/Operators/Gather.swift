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

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        guard let data = inputs.first ?? nil, constants.count == 2, let picks = constants[1]?.integers else {
            return nil
        }
        var picked: [Dimension] = []
        for pick in picks { picked.append(data[try Axis.normalized(pick, rank: data.count)]) }
        return picked
    }
}

extension Gather {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let indices = try arguments.integers(1, "indices")
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        let extent = data.shape[axis]
        var positions = data.shape.map { Array(0..<$0) }
        positions[axis] = try indices.map { index in
            guard index >= -extent, index < extent else {
                throw GraphError.invalid("index \(index) is outside of axis \(axis) of \(data.shape)")
            }
            return index < 0 ? index + extent : index
        }
        let offsets = try Positions.offsets(positions: positions, strides: Positions.strides(data.shape))
        var shape = data.shape
        shape.replaceSubrange(axis...axis, with: try arguments.required(1, "indices").shape)
        return [try data.picking(offsets, shape: shape)]
    }
}
