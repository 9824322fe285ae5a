extension Operator {
    /// What the node writes: `evaluate`, with floats of types that the operator does not compute in passed through
    /// float32. Results come back in the types that the shape rule gives.
    ///
    /// - Throws: `GraphError` (without a node) when the arguments do not fit the operator.
    package func outputs(_ arguments: Arguments) throws -> [Tensor] {
        let natives = Self.nativeFloats
        let isForeign = { (tensor: Tensor?) in
            tensor.map { $0.elementType.isFloat && !natives.contains($0.elementType) } ?? false
        }
        guard arguments.values.contains(where: isForeign) else { return try evaluate(arguments) }
        let types = try outputTypes(
            arguments.values.map { tensor in
                tensor.map { OperatorInput(type: TensorType($0.elementType, $0.shape.map(Dimension.fixed)), value: $0) }
            })
        var widened = arguments
        widened.values = arguments.values.map { tensor in
            isForeign(tensor) ? tensor?.converted(to: .float32) : tensor
        }
        return zip(try evaluate(widened), types).map { tensor, type in
            tensor.elementType.isFloat ? tensor.converted(to: type.elementType) : tensor
        }
    }
}
