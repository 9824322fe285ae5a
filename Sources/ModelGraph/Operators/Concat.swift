/// Joins its inputs along an axis.
package struct Concat: Operator {
    package static let name = "Concat"

    package var axis: Int

    package init(axis: Int) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let types = inputs.compactMap { $0?.type }
        guard let first = types.first, types.count == inputs.count else {
            throw GraphError.invalid("an input is missing")
        }
        let axis = try Axis.normalized(axis, rank: first.shape.count)
        var shape = first.shape
        for type in types.dropFirst() {
            guard type.elementType == first.elementType, type.shape.count == shape.count else {
                throw GraphError.invalid(
                    "inputs of different types: \(first.elementType.rawValue) \(first.shape), \(type.elementType.rawValue) \(type.shape)"
                )
            }
            for index in shape.indices where index != axis {
                switch (shape[index], type.shape[index]) {
                case (.fixed(let a), .fixed(let b)) where a != b:
                    throw GraphError.invalid("shapes \(shape) and \(type.shape) differ outside axis \(axis)")
                case (.symbol, .fixed): shape[index] = type.shape[index]
                default: break
                }
            }
        }
        let extents = types.map { $0.shape[axis] }
        if extents.allSatisfy({ $0.fixed != nil }) {
            shape[axis] = .fixed(extents.reduce(0) { $0 + ($1.fixed ?? 0) })
        } else {
            shape[axis] = .symbol(extents.map(\.description).joined(separator: "+"))
        }
        return [TensorType(first.elementType, shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        let parts = inputs.compactMap { $0 }
        return parts.count == inputs.count ? Array(parts.joined()) : nil
    }
}

extension Concat {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let inputs = try arguments.values.indices.map { try arguments.required($0, "inputs[\($0)]") }
        guard let first = inputs.first else { throw GraphError.invalid("no inputs") }
        let axis = try Axis.normalized(axis, rank: first.shape.count)
        var shape = first.shape
        shape[axis] = 0
        for input in inputs {
            var other = input.shape
            guard other.count == shape.count else {
                throw GraphError.invalid("shapes \(first.shape) and \(other) do not join along axis \(axis)")
            }
            shape[axis] += other[axis]
            other[axis] = first.shape[axis]
            guard other == first.shape else {
                throw GraphError.invalid("shapes \(first.shape) and \(input.shape) do not join along axis \(axis)")
            }
        }
        // Every input gives `rows` runs; the result takes one run of each input in turn.
        let rows = shape[..<axis].reduce(1, *)
        let runs = inputs.map { $0.shape[axis...].reduce(1, *) }
        var starts: [Int] = []
        var total = 0
        for input in inputs {
            starts.append(total)
            total += input.count
        }
        var offsets: [Int] = []
        offsets.reserveCapacity(total)
        for row in 0..<rows {
            for (start, run) in zip(starts, runs) {
                let begin = start + row * run
                offsets.append(contentsOf: begin..<begin + run)
            }
        }
        return [try Tensor.joined(inputs).picking(offsets, shape: shape)]
    }
}
