extension Graph {
    /// ONNX's type and shape inference over the whole graph.
    ///
    /// - Parameter inputShapes: concrete shapes of inputs by name; the declared ones where absent. They must
    ///   agree with the declared extents, and equal symbols must get equal numbers.
    /// - Returns: the type of every value: inputs, initializers and outputs of nodes.
    /// - Throws: `GraphError` that names the node.
    package func inferTypes(inputShapes: [String: [Int]]? = nil) throws(GraphError) -> [String: TensorType] {
        try inferred(inputShapes: inputShapes).types
    }

    /// What inference finds.
    struct Inferred {
        var types: [String: TensorType] = [:]
        /// Values that follow from shapes and constants alone, initializers included.
        var constants: [String: Tensor]
        /// Integer values that are lists of extents, some of which may be symbols.
        var dimensions: [String: [Dimension]] = [:]
        /// Constant shapes that do what the Reshape nodes of these names ask for with a partly known one.
        var reshapes: [String: [Int]] = [:]
    }

    func inferred(inputShapes: [String: [Int]]? = nil) throws(GraphError) -> Inferred {
        var result = Inferred(constants: initializers)
        for (name, tensor) in initializers {
            result.types[name] = TensorType(tensor.elementType, tensor.shape.map(Dimension.fixed))
        }
        var symbols: [String: Int] = [:]
        for input in inputs { result.types[input.name] = try concrete(input, inputShapes?[input.name], &symbols) }
        for node in nodes {
            do {
                try Self.infer(node, &result)
            } catch let error as GraphError {
                throw error.at(node)
            } catch {
                throw GraphError.invalid(String(describing: error)).at(node)
            }
        }
        return result
    }

    private static func infer(_ node: Node, _ result: inout Inferred) throws {
        var operands = node.inputs.map { name in
            result.types[name].map { OperatorInput(type: $0, value: result.constants[name]) }
        }
        for (index, name) in node.inputs.enumerated() where !name.isEmpty && operands[index] == nil {
            throw GraphError.invalid("reads \"\(name)\", which is not known before it")
        }
        let dimensions = node.inputs.map { name in
            result.dimensions[name] ?? extents(result.constants[name])
        }
        if let reshape = node.op as? Reshape, operands.count == 2, operands[1]?.value == nil,
            let target = dimensions[1], let data = operands[0]?.type.shape,
            let shape = reshape.resolved(target, data: data)
        {
            result.reshapes[node.name] = shape
            operands[1]?.value = Tensor(shape: [shape.count], int64s: shape.map(Int64.init))
        }
        let outputs = try node.op.outputTypes(operands)
        guard node.outputs.count <= outputs.count else {
            throw GraphError.unsupported("\(node.outputs.count) outputs; \(outputs.count) are supported")
        }
        for (name, type) in zip(node.outputs, outputs) where !name.isEmpty {
            try ShapeLimits.check(type)
            result.types[name] = shortened(type, of: name)
        }
        for (name, value) in zip(node.outputs, try folded(node, operands) ?? []) where !name.isEmpty {
            result.constants[name] = value
            result.types[name] = TensorType(value.elementType, value.shape.map(Dimension.fixed))
        }
        guard let output = node.outputs.first, result.constants[output] == nil else { return }
        if let shape = node.op as? Shape, let extents = operands.first??.type.shape {
            result.dimensions[output] = Array(extents[shape.range(rank: extents.count)])
        } else if let type = result.types[output], type.shape.count <= 1, [.int32, .int64].contains(type.elementType) {
            result.dimensions[output] = try node.op.foldedDimensions(
                dimensions, constants: operands.map { $0?.value })
        }
    }

    /// The elements of a constant that can be a list of extents: a scalar or a vector of few integers.
    private static func extents(_ constant: Tensor?) -> [Dimension]? {
        guard let tensor = ConstantFold.small(constant), tensor.shape.count <= 1,
            [.int32, .int64].contains(tensor.elementType)
        else { return nil }
        return tensor.integers?.map(Dimension.fixed)
    }

    /// The same type with a short name in place of a symbol that grew long: names of sums of sums double with every node.
    private static func shortened(_ type: TensorType, of value: String) -> TensorType {
        var type = type
        for axis in type.shape.indices {
            if case .symbol(let name) = type.shape[axis], name.utf8.count > 256 {
                type.shape[axis] = .symbol("\(value.prefix(100)).\(axis)")
            }
        }
        return type
    }

    /// A node's outputs where they follow from constants or from the shape of its input.
    private static func folded(_ node: Node, _ operands: [OperatorInput?]) throws -> [Tensor]? {
        if let shape = node.op as? Shape {
            guard let extents = operands.first??.type.fixedShape else { return nil }
            let part = extents[shape.range(rank: extents.count)]
            return [Tensor(shape: [part.count], int64s: part.map(Int64.init))]
        }
        guard !operands.contains(where: { $0 != nil && $0?.value == nil }) else { return nil }
        return try node.op.folded(operands.map { $0?.value })
    }

    private func concrete(
        _ input: Port, _ shape: [Int]?, _ symbols: inout [String: Int]
    ) throws(GraphError) -> TensorType {
        guard let shape else {
            try ShapeLimits.check(input.type)
            return input.type
        }
        guard shape.count == input.type.shape.count else {
            throw .invalid("the input \"\(input.name)\" has the shape \(shape); expected \(input.type.shape)")
        }
        for (extent, declared) in zip(shape, input.type.shape) {
            switch declared {
            case .fixed(let expected) where expected != extent:
                throw .invalid("the input \"\(input.name)\" has the shape \(shape); expected \(input.type.shape)")
            case .symbol(let symbol):
                if let other = symbols.updateValue(extent, forKey: symbol), other != extent {
                    throw .invalid(
                        "the input \"\(input.name)\" has the shape \(shape): \(symbol) is \(extent) here and \(other) elsewhere"
                    )
                }
            case .fixed: break
            }
        }
        let type = TensorType(input.type.elementType, shape.map(Dimension.fixed))
        try ShapeLimits.check(type)
        return type
    }
}
