/// Shared by the operators that shape arithmetic is made of: data movement and arithmetic on small integer tensors.
enum ConstantFold {
    /// Constants with more elements than this are weights, not shapes: they are not folded here.
    static let elementLimit = 4096

    /// The elements, if they are few.
    static func small(_ tensor: Tensor?) -> Tensor? {
        guard let tensor, tensor.count <= elementLimit else { return nil }
        return tensor
    }

    /// Row-major strides of a shape.
    static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        return strides
    }

    /// A tensor whose element number i is element `sources[i]` of another.
    static func picked(_ tensor: Tensor, _ sources: [Int], shape: [Int]) -> Tensor {
        let elements: Tensor.Elements =
            switch tensor.elements {
            case .float32(let values): .float32(sources.map { values[$0] })
            case .int64(let values): .int64(sources.map { values[$0] })
            case .int32(let values): .int32(sources.map { values[$0] })
            case .int16(let values): .int16(sources.map { values[$0] })
            case .uint8(let values): .uint8(sources.map { values[$0] })
            case .bool(let values): .bool(sources.map { values[$0] })
            }
        return Tensor(shape: shape, elements: elements)
    }

    /// The source positions of a view: for each position of `shape`, offset + sum of index * stride.
    static func positions(shape: [Int], strides: [Int], offset: Int = 0) -> [Int] {
        guard !shape.contains(0) else { return [] }
        var positions = [offset]
        for (extent, stride) in zip(shape, strides) {
            positions = positions.flatMap { position in (0..<extent).map { position + $0 * stride } }
        }
        return positions
    }

    /// An operation on two int64 tensors with broadcasting; nil if they are not small int64 constants.
    static func int64s(
        _ inputs: [Tensor?], _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) throws(GraphError) -> Tensor? {
        guard inputs.count == 2, let a = small(inputs[0]), let b = small(inputs[1]),
            case .int64(let x) = a.elements, case .int64(let y) = b.elements
        else { return nil }
        let shape = try Broadcast.shape(a.shape.map(Dimension.fixed), b.shape.map(Dimension.fixed)).compactMap(\.fixed)
        guard try ShapeLimits.count(shape) <= elementLimit else { return nil }
        func sources(_ tensor: Tensor) -> [Int] {
            let own = zip(tensor.shape, strides(tensor.shape)).map { $0 == 1 ? 0 : $1 }
            return positions(
                shape: shape, strides: [Int](repeating: 0, count: shape.count - tensor.shape.count) + own)
        }
        var result: [Int64] = []
        for (i, j) in zip(sources(a), sources(b)) {
            let (value, overflow) = operation(x[i], y[j])
            guard !overflow else { throw .invalid("integer arithmetic on \(x[i]) and \(y[j]) overflows") }
            result.append(value)
        }
        return Tensor(shape: shape, int64s: result)
    }

    /// For an operator that only changes the shape: its first input under the shape that its rule gives.
    static func reshaped(_ op: some Operator, _ inputs: [Tensor?]) throws -> [Tensor]? {
        guard let data = small(inputs.first ?? nil) else { return nil }
        let operands = inputs.map { tensor in
            tensor.map { OperatorInput(type: TensorType($0.elementType, $0.shape.map(Dimension.fixed)), value: $0) }
        }
        return try op.outputTypes(operands).first?.fixedShape.map { [data.reshaped(to: $0)] }
    }
}
