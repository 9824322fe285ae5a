/// Axes cut or padded with zeros, evenly on both sides, to a shape: inputs input_data, shape.
package struct CenterCropPad: Operator {
    package static let name = "CenterCropPad"

    /// The axes that the shape speaks of; nil for all.
    package var axes: [Int]?

    package init(axes: [Int]? = nil) {
        self.axes = axes
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input_data", "shape"], required: 2)
        let x = try inputs(0).type
        let axes = try Axis.normalized(axes ?? Array(x.shape.indices), rank: x.shape.count)
        let wanted = try inputs.integersIfConstant(1, "shape")
        guard wanted == nil || wanted?.count == axes.count else {
            throw GraphError.invalid("shape \(wanted ?? []) for \(axes.count) axes")
        }
        var shape = x.shape
        for (index, axis) in axes.enumerated() { shape[axis] = wanted.map { .fixed($0[index]) } ?? .unknown }
        return [TensorType(x.elementType, shape)]
    }
}

extension CenterCropPad {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input_data")
        let axes = try Axis.normalized(axes ?? Array(x.shape.indices), rank: x.shape.count)
        let wanted = try arguments.integers(1, "shape")
        guard wanted.count == axes.count else { throw GraphError.invalid("shape \(wanted) for \(axes.count) axes") }
        _ = try ShapeLimits.count(wanted)
        var positions = x.shape.map { Array(0..<$0) }
        for (axis, extent) in zip(axes, wanted) {
            let own = x.shape[axis]
            // Of an odd difference the larger part lies behind.
            let shift = own >= extent ? (own - extent) / 2 : -((extent - own) / 2)
            positions[axis] = (0..<extent).map { (0..<own).contains($0 + shift) ? $0 + shift : -1 }
        }
        return [
            try x.picking(
                Positions.offsets(positions: positions, strides: Positions.strides(x.shape)),
                shape: positions.map(\.count))
        ]
    }
}
