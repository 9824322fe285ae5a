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
        let source = proto.graph
        // Until IR version 4 initializers were listed as inputs as well, as their defaults.
        let constants = Set(source.initializer.map(\.name))
        let inputs = try source.input.filter { !constants.contains($0.name) }.map { try port($0, isInput: true) }
        var builder = try NodeListBuilder(proto, tensors: tensors, inputs: inputs)
        var scope = NameScope()
        try builder.append(source, scope: &scope, opset: opset)
        var graph = try Graph(
            name: source.name, inputs: inputs, outputs: source.output.map { try port($0, isInput: false) },
            nodes: builder.nodes, initializers: builder.initializers
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
        let isUnchanged = proto.graph.node.allSatisfy { ONNXImporter.unchangedOperators.contains($0.opType) }
        return isUnchanged && version >= 1 && version < ONNXImporter.opsets.lowerBound
            ? Int(version) : try ONNXImporter.checked(version)
    }

    static func isDefault(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

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
        ElementType.allCases.first { $0.number == number }
    }
}
