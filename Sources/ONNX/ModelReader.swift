import ModelGraph

/// One pass over a parsed ModelProto.
struct ModelReader {
    private let proto: Onnx_ModelProto
    private let tensors: TensorReader

    init(_ proto: Onnx_ModelProto, externalData: ExternalData) {
        self.proto = proto
        tensors = TensorReader(externalData: externalData)
    }

    /// - Throws: `ONNXError` or `GraphError`.
    func model() throws -> ONNXModel {
        let opset = try opset()
        guard proto.functions.isEmpty else {
            throw ONNXError.unsupported("the model defines functions of its own; export it with functions inlined")
        }
        let source = proto.graph
        guard source.sparseInitializer.isEmpty else { throw ONNXError.unsupported("sparse initializers") }

        var initializers: [String: Tensor] = [:]
        for initializer in source.initializer {
            guard !initializer.name.isEmpty else { throw ONNXError.invalid("an initializer has no name") }
            guard initializers.updateValue(try tensors.tensor(initializer), forKey: initializer.name) == nil else {
                throw ONNXError.invalid("the initializer \"\(initializer.name)\" is given twice")
            }
        }
        let used = Set(source.node.flatMap(\.input) + source.output.map(\.name))
        var nodes: [Node] = []
        var names: Set<String> = []
        for (index, node) in source.node.enumerated() {
            let name = Self.uniqueName(node, index, &names)
            do {
                if node.opType == "Constant", Self.isDefault(node.domain) {
                    try readConstant(node, into: &initializers)
                } else {
                    nodes.append(try read(Self.withoutUnread(node, used), name: name, opset: opset, &initializers))
                }
            } catch let error {
                throw ONNXError(error.kind, error.message, node: name, operatorName: node.opType)
            }
        }

        // Until IR version 4 initializers were listed as inputs as well, as their defaults.
        let inputs = try source.input.filter { initializers[$0.name] == nil }.map { try port($0, isInput: true) }
        var graph = try Graph(
            name: source.name, inputs: inputs, outputs: source.output.map { try port($0, isInput: false) },
            nodes: nodes,
            initializers: initializers
        ).sorted()
        let types = try graph.inferTypes()
        for index in graph.outputs.indices {
            // What inference knows is more than what the file declares.
            if let type = types[graph.outputs[index].name] { graph.outputs[index].type = type }
        }
        return ONNXModel(
            graph: graph, opset: opset, irVersion: Int(proto.irVersion),
            producer: [proto.producerName, proto.producerVersion].filter { !$0.isEmpty }.joined(separator: " "))
    }

    private func opset() throws(ONNXError) -> Int {
        let versions = proto.opsetImport.filter { Self.isDefault($0.domain) }.map(\.version)
        guard let version = versions.max() else { throw .invalid("the file does not say which opset it uses") }
        guard let opset = Int(exactly: version), ONNXImporter.opsets.contains(opset) else {
            throw .unsupported(
                "opset \(version); supported: \(ONNXImporter.opsets.lowerBound) to \(ONNXImporter.opsets.upperBound), "
                    + "export the model with one of these")
        }
        return opset
    }

    private static func isDefault(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

    /// The node's own name if it is the first of that name, else one made from its first output.
    private static func uniqueName(_ node: Onnx_NodeProto, _ index: Int, _ names: inout Set<String>) -> String {
        let candidates = [node.name, node.output.first ?? "", "\(node.opType).\(index)"]
        var name = candidates.first { !$0.isEmpty && !names.contains($0) } ?? "node.\(index)"
        while !names.insert(name).inserted { name += "'" }
        return name
    }

    /// The node without outputs beyond the first that nobody reads: a Dropout's mask, a MaxPool's Indices.
    private static func withoutUnread(_ node: Onnx_NodeProto, _ used: Set<String>) -> Onnx_NodeProto {
        var node = node
        for index in node.output.indices.dropFirst() where !used.contains(node.output[index]) {
            node.output[index] = ""
        }
        while node.output.count > 1, node.output.last == "" { node.output.removeLast() }
        return node
    }

    private func read(
        _ proto: Onnx_NodeProto, name: String, opset: Int, _ initializers: inout [String: Tensor]
    ) throws(ONNXError) -> Node {
        guard Self.isDefault(proto.domain) else {
            throw .unsupported("an operator of the domain \(proto.domain); only ONNX's own operators are supported")
        }
        guard let type = OperatorReaders.byName[proto.opType] else {
            throw .unsupported("the operator \(proto.opType) is not supported")
        }
        guard !proto.output.isEmpty, proto.output.contains(where: { !$0.isEmpty }) else {
            throw .invalid("the node has no output")
        }
        var reader = try NodeReader(proto, name: name, opset: opset)
        let op: any Operator = try type.read(&reader)
        try reader.attributes.finish()
        for (constant, tensor) in reader.constants {
            guard initializers.updateValue(tensor, forKey: constant) == nil else {
                throw .invalid("the value \"\(constant)\" exists already")
            }
        }
        var inputs = reader.inputs
        while inputs.last == "" { inputs.removeLast() }
        return Node(name: name, op: op, inputs: inputs, outputs: proto.output)
    }

    private func readConstant(_ proto: Onnx_NodeProto, into initializers: inout [String: Tensor]) throws(ONNXError) {
        guard let output = proto.output.first, !output.isEmpty, proto.output.count == 1, proto.input.isEmpty else {
            throw .invalid("a Constant has one output and no input")
        }
        var attributes = try AttributeReader(proto)
        var value: Tensor?
        if let tensor = try attributes.tensor("value") {
            value = try tensors.tensor(tensor)
        } else if let number = try attributes.float("value_float", infinite: true) {
            value = Tensor(shape: [], floats: [number])
        } else if let numbers = try attributes.floats("value_floats") {
            value = Tensor(shape: [numbers.count], floats: numbers)
        } else if let number = try attributes.int("value_int") {
            value = Tensor(shape: [], int64s: [Int64(number)])
        } else if let numbers = try attributes.ints("value_ints") {
            value = Tensor(shape: [numbers.count], int64s: numbers.map(Int64.init))
        }
        try attributes.finish()
        guard let value else { throw .invalid("a Constant without a value") }
        guard initializers.updateValue(value, forKey: output) == nil else {
            throw .invalid("the value \"\(output)\" is written twice")
        }
    }

    private func port(_ info: Onnx_ValueInfoProto, isInput: Bool) throws(ONNXError) -> Port {
        let kind = isInput ? "input" : "output"
        guard !info.name.isEmpty else { throw .invalid("an \(kind) of the model has no name") }
        guard case .tensorType(let tensor)? = info.type.value else {
            // An output's type may be left to inference.
            if !isInput, info.type.value == nil { return Port(name: info.name, type: TensorType(.float32, [])) }
            throw .unsupported("the \(kind) \"\(info.name)\" is no tensor")
        }
        guard let elementType = Self.elementType(tensor.elemType) else {
            throw .unsupported("the \(kind) \"\(info.name)\" has elements of the ONNX type \(tensor.elemType)")
        }
        guard tensor.hasShape else {
            if !isInput { return Port(name: info.name, type: TensorType(elementType, [])) }
            throw .unsupported("the \(kind) \"\(info.name)\" has no shape; export the model with one")
        }
        var shape: [Dimension] = []
        for (axis, extent) in tensor.shape.dim.enumerated() {
            switch extent.value {
            case .dimValue(let value)?:
                guard value >= 0, value <= Int64(ShapeLimits.elements) else {
                    throw .invalid("the \(kind) \"\(info.name)\" has the extent \(value)")
                }
                shape.append(.fixed(Int(value)))
            case .dimParam(let symbol)? where !symbol.isEmpty: shape.append(.symbol(symbol))
            case .dimParam?, nil: shape.append(.symbol("\(info.name).\(axis)"))
            }
        }
        let type = TensorType(elementType, shape)
        do { try ShapeLimits.check(type) } catch {
            throw ONNXError(.unsupported, "the \(kind) \"\(info.name)\": \(error.message)")
        }
        return Port(name: info.name, type: type)
    }

    /// ONNX's number of an element type, nil for those that no tensor here can have.
    static func elementType(_ number: Int32) -> ElementType? {
        switch Onnx_TensorProto.DataType(rawValue: Int(number)) {
        case .float: .float32
        case .uint8: .uint8
        case .int16: .int16
        case .int32: .int32
        case .int64: .int64
        case .bool: .bool
        default: nil
        }
    }
}
