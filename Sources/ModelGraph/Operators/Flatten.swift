/// Reshapes to two axes: those before `axis`, and the rest.
package struct Flatten: Operator {
    package static let name = "Flatten"

    package var axis: Int

    package init(axis: Int = 1) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1)(0).type
        // The axis may equal the rank here.
        guard axis >= -x.shape.count, axis <= x.shape.count else {
            throw GraphError.invalid("axis \(axis) of a tensor with \(x.shape.count) axes")
        }
        let axis = axis < 0 ? axis + x.shape.count : axis
        return [TensorType(x.elementType, [try product(x.shape.prefix(axis)), try product(x.shape.dropFirst(axis))])]
    }

    private func product(_ extents: ArraySlice<Dimension>) throws(GraphError) -> Dimension {
        let fixed = try ShapeLimits.count(extents.compactMap(\.fixed))
        let symbols = extents.filter { $0.fixed == nil }
        guard !symbols.isEmpty else { return .fixed(fixed) }
        return .symbol(((fixed == 1 ? [] : [String(fixed)]) + symbols.map(\.description)).joined(separator: "*"))
    }
}

extension Flatten {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let split = try Axis.normalized(axis, rank: input.shape.count, inclusive: true)
        let rows = input.shape[..<split].reduce(1, *)
        return [input.reshaped(to: [rows, input.shape[split...].reduce(1, *)])]
    }
}
