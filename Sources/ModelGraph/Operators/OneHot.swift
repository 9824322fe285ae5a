/// A new axis with one value where the index points and another elsewhere: inputs indices, depth, values [off, on].
package struct OneHot: Operator {
    package static let name = "OneHot"

    package var axis: Int

    package init(axis: Int = -1) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["indices", "depth", "values"], required: 3)
        let indices = try inputs.type(0, ElementType.numbers)
        _ = try inputs.type(1, ElementType.numbers)
        var shape = indices.shape
        let depth = try inputs(1).value.flatMap { try $0.doubles().first }
        shape.insert(
            try depth.map { .fixed(try extent($0)) } ?? .unknown,
            at: try Axis.normalized(axis, rank: shape.count + 1))
        return [TensorType(try inputs(2).type.elementType, shape)]
    }

    private func extent(_ depth: Double) throws -> Int {
        guard depth >= 0, depth <= Double(ShapeLimits.elements) else { throw GraphError.invalid("depth is \(depth)") }
        return Int(depth)
    }
}

extension OneHot {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let indices = try arguments.required(0, "indices")
        guard let number = try arguments.optionalNumber(1, "depth") else { throw GraphError.invalid("no depth") }
        let depth = try extent(number)
        let values = try arguments.required(2, "values")
        guard values.shape == [2] else { throw GraphError.invalid("values of shape \(values.shape), expected [2]") }
        let axis = try Axis.normalized(axis, rank: indices.shape.count + 1)
        var shape = indices.shape
        shape.insert(depth, at: axis)
        _ = try ShapeLimits.listedCount(shape)
        let inner = indices.shape[axis...].reduce(1, *)
        var offsets = [Int](repeating: 0, count: shape.reduce(1, *))
        for (position, index) in try indices.doubles("indices").enumerated() {
            let wrapped = index < 0 ? index + Double(depth) : index
            guard wrapped >= 0, wrapped < Double(depth) else { continue }
            offsets[(position / inner * depth + Int(wrapped)) * inner + position % inner] = 1
        }
        return [try values.picking(offsets, shape: shape)]
    }
}
