/// Cuts its input along an axis: inputs input, optional split (the extents of the parts).
package struct Split: Operator {
    package static let name = "Split"

    package var axis: Int
    /// How many parts there are where no extents are given: as many as the node has outputs.
    package var numOutputs: Int

    package init(axis: Int = 0, numOutputs: Int) {
        self.axis = axis
        self.numOutputs = numOutputs
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "split"], required: 1)
        let input = try inputs(0).type
        let axis = try Axis.normalized(axis, rank: input.shape.count)
        guard (1...65_536).contains(numOutputs) else { throw GraphError.invalid("\(numOutputs) outputs") }
        var extents = [Dimension](repeating: .unknown, count: numOutputs)
        if inputs.optional(1) == nil {
            if let extent = input.shape[axis].fixed { extents = try parts(extent, nil).map(Dimension.fixed) }
        } else if let split = try inputs.integersIfConstant(1, "split") {
            extents = try parts(input.shape[axis].fixed, split).map(Dimension.fixed)
        }
        return extents.map { extent in
            var type = input
            type.shape[axis] = extent
            return type
        }
    }

    /// The extents of the parts of an axis of `extent` (nil: not known): those given, or equal ones of which the last may
    /// be smaller.
    package func parts(_ extent: Int?, _ split: [Int]?) throws -> [Int] {
        if let split {
            guard split.allSatisfy({ (0...ShapeLimits.elements).contains($0) }),
                split.count == numOutputs, extent == nil || split.reduce(0, +) == extent
            else {
                throw GraphError.invalid("split \(split) of an axis of \(extent ?? 0) into \(numOutputs) outputs")
            }
            return split
        }
        guard numOutputs > 0, let extent else { throw GraphError.invalid("no extents to split into") }
        let size = (extent + numOutputs - 1) / numOutputs
        return (0..<numOutputs).map { max(0, min(size, extent - $0 * size)) }
    }
}

extension Split {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let axis = try Axis.normalized(axis, rank: input.shape.count)
        let extents = try parts(input.shape[axis], arguments.optionalIntegers(1, "split"))
        let strides = Positions.strides(input.shape)
        var begin = 0
        return try extents.map { extent in
            var positions = input.shape.map { Array(0..<$0) }
            positions[axis] = Array(begin..<begin + extent)
            begin += extent
            return try input.picking(
                Positions.offsets(positions: positions, strides: strides), shape: positions.map(\.count))
        }
    }
}
