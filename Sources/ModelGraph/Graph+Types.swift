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

    /// A value if it follows from constants and fixed shapes; nil if it depends on what the caller gives.
    package func constantValue(_ name: String) throws(GraphError) -> Tensor? { try inferred().constants[name] }

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

    /// Values of at most this many elements are computed on the way: shapes, axes and what they are made of.
    static let foldingLimit = 4096

    /// - Parameter foldingLimit: elements that inputs and outputs of a node may have for it to be folded.
    func inferred(
        inputShapes: [String: [Int]]? = nil, foldingLimit: Int = Self.foldingLimit
    ) throws(GraphError) -> Inferred {
        var result = Inferred(constants: initializers)
        for (name, tensor) in initializers {
            result.types[name] = TensorType(tensor.elementType, tensor.shape.map(Dimension.fixed))
        }
        var symbols: [String: Int] = [:]
        for input in inputs { result.types[input.name] = try concrete(input, inputShapes?[input.name], &symbols) }
        for node in nodes {
            do {
                try Self.infer(node, &result, foldingLimit)
            } catch let error as GraphError {
                throw error.at(node)
            } catch {
                throw GraphError.invalid(String(describing: error)).at(node)
            }
        }
        return result
    }

    private static func infer(_ node: Node, _ result: inout Inferred, _ foldingLimit: Int) throws {
        var operands = node.inputs.map { name in
            result.types[name].map {
                OperatorInput(type: $0, value: result.constants[name], dimensions: result.dimensions[name])
            }
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
            result.types[name] = shortened(type, of: name, number: result.types.count)
        }
        for (name, value) in zip(node.outputs, try folded(node, operands, outputs, foldingLimit) ?? [])
        where !name.isEmpty {
            result.constants[name] = value
            result.types[name] = TensorType(value.elementType, value.shape.map(Dimension.fixed))
        }
        guard let output = node.outputs.first, result.constants[output] == nil else { return }
        if let shape = node.op as? Shape, let extents = operands.first??.type.shape {
            result.dimensions[output] = Array(extents[shape.range(rank: extents.count)])
        } else if let type = result.types[output], type.shape.count <= 1, [.int32, .int64].contains(type.elementType) {
            result.dimensions[output] = try node.op.foldedDimensions(
                dimensions, constants: operands.map { $0?.value })
            // Of a shape that is partly known, what is left may be known in full.
            if let values = result.dimensions[output]?.compactMap(\.fixed), let shape = type.fixedShape,
                values.count == result.dimensions[output]?.count, values.count == shape.reduce(1, *)
            {
                result.constants[output] = Tensor(shape: shape, values.map(Int64.init)).converted(to: type.elementType)
            }
        }
    }

    /// The elements of a constant that can be a list of extents: a scalar or a vector of few integers.
    private static func extents(_ constant: Tensor?) -> [Dimension]? {
        guard let tensor = constant, tensor.count <= foldingLimit, tensor.shape.count <= 1,
            [.int32, .int64].contains(tensor.elementType)
        else { return nil }
        return tensor.integers?.map(Dimension.fixed)
    }

    /// The same type with a name of its own in place of an unknown extent, and of a symbol that grew long: names of sums of
    /// sums double with every node.
    private static func shortened(_ type: TensorType, of value: String, number: Int) -> TensorType {
        var type = type
        for axis in type.shape.indices {
            if case .symbol(let name) = type.shape[axis], name.utf8.count > 256 || type.shape[axis] == .unknown {
                type.shape[axis] = .symbol("\(value.prefix(100))#\(number).\(axis)")
            }
        }
        return type
    }

    /// A node's outputs where they follow from constants or from the shape of its input.
    private static func folded(
        _ node: Node, _ operands: [OperatorInput?], _ types: [TensorType], _ limit: Int
    ) throws -> [Tensor]? {
        if let shape = node.op as? Shape {
            guard let extents = operands.first??.type.shape else { return nil }
            let part = extents[shape.range(rank: extents.count)].compactMap(\.fixed)
            guard part.count == shape.range(rank: extents.count).count else { return nil }
            return [Tensor(shape: [part.count], int64s: part.map(Int64.init))]
        }
        if node.op is Size, let extents = operands.first??.type.fixedShape {
            return [Tensor(shape: [], int64s: [Int64(try ShapeLimits.count(extents))])]
        }
        guard node.op.isDeterministic, !operands.contains(where: { $0 != nil && $0?.value == nil }) else { return nil }
        func isSmall(_ shape: [Dimension]) throws -> Bool {
            try ShapeLimits.count(shape.map { $0.fixed ?? 1 }) <= limit
        }
        guard try operands.allSatisfy({ try $0.map { try isSmall($0.type.shape) } ?? true }),
            try types.allSatisfy({ try isSmall($0.shape) })
        else { return nil }
        return try node.op.outputs(Arguments(operands.map { $0?.value }, outputCount: node.outputs.count))
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
