/// The entries along an axis whose condition holds: inputs input, condition.
package struct Compress: Operator {
    package static let name = "Compress"

    /// nil: the input is flattened first.
    package var axis: Int?

    package init(axis: Int? = nil) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "condition"], required: 2)
        let input = try inputs(0).type
        _ = try inputs.type(1, [.bool])
        guard let axis else { return [TensorType(input.elementType, [.unknown])] }
        var shape = input.shape
        shape[try Axis.normalized(axis, rank: shape.count)] = .unknown
        return [TensorType(input.elementType, shape)]
    }
}

extension Compress {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var input = try arguments.required(0, "input")
        guard let condition = Bool.values(try arguments.required(1, "condition").elements) else {
            throw GraphError.invalid("condition is no list of bools")
        }
        if axis == nil { input = input.reshaped(to: [input.count]) }
        let axis = try Axis.normalized(axis ?? 0, rank: input.shape.count)
        var positions = input.shape.map { Array(0..<$0) }
        positions[axis] = positions[axis].filter { $0 < condition.count && condition[$0] }
        return [
            try input.picking(
                Positions.offsets(positions: positions, strides: Positions.strides(input.shape)),
                shape: positions.map(\.count))
        ]
    }
}
