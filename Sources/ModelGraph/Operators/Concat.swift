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

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        let tensors = inputs.compactMap(ConstantFold.small)
        guard tensors.count == inputs.count, tensors.allSatisfy({ $0.shape.count == 1 }) else { return nil }
        let values = tensors.compactMap { if case .int64(let values) = $0.elements { values } else { nil } }
        guard values.count == tensors.count else { return nil }
        let joined = Array(values.joined())
        return [Tensor(shape: [joined.count], int64s: joined)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        let parts = inputs.compactMap { $0 }
        return parts.count == inputs.count ? Array(parts.joined()) : nil
    }
}
