import FixedPoint
import ModelGraph

/// The nodes, initializers and ports of an exported graph, while they are written.
///
/// A value keeps its name where others read it: the node that computed it writes a name derived from it, and what
/// follows (epilogue, limits, QuantizeLinear, DequantizeLinear) leads to the name itself.
struct GraphWriter {
    let model: QuantizedGraph
    let types: [String: TensorType]
    private(set) var nodes: [Onnx_NodeProto] = []
    private var initializers: [Onnx_TensorProto] = []
    /// Every name of a value that is taken, and every name of a node.
    private var valueNames: Set<String>
    private var nodeNames: Set<String>
    /// Names of constants of this writer's own, by what they hold.
    private var constants: [Tensor: String] = [:]
    /// What reads an input of the graph that has a number format reads instead.
    private var replaced: [String: String] = [:]

    init(_ model: QuantizedGraph) throws {
        self.model = model
        types = try model.graph.inferTypes()
        valueNames = Set(types.keys)
        nodeNames = Set(model.graph.nodes.map(\.name))
    }

    mutating func graph() throws -> Onnx_GraphProto {
        let graph = model.graph
        for input in graph.inputs where model.formats[input.name] != nil {
            let name = unique("\(input.name).dequantized")
            try quantized(input.name, as: name, format: input.name, saturates: true)
            replaced[input.name] = name
        }
        for node in graph.nodes {
            do { try write(node) } catch let error as GraphError { throw error.at(node) } catch let error as ONNXError {
                throw ONNXError(
                    error.kind, error.message, node: error.node ?? node.name,
                    operatorName: error.operatorName ?? node.operatorName)
            }
        }
        var read = Set(nodes.flatMap(\.input))
        read.formUnion(graph.outputs.map(\.name))
        for (name, tensor) in graph.initializers.sorted(by: { $0.key < $1.key }) where read.contains(name) {
            initializers.append(TensorWriter.proto(tensor, name: name))
        }
        var proto = Onnx_GraphProto()
        proto.name = graph.name.isEmpty ? "graph" : graph.name
        proto.input = graph.inputs.map(Self.port)
        proto.output = graph.outputs.map(Self.port)
        proto.initializer = initializers
        proto.node = nodes
        return proto
    }

    // MARK: Names, constants, nodes

    mutating func unique(_ wanted: String) -> String {
        var name = wanted
        var number = 2
        while !valueNames.insert(name).inserted {
            name = "\(wanted).\(number)"
            number += 1
        }
        return name
    }

    /// The name of a constant; the same for the same tensor.
    mutating func constant(_ tensor: Tensor, named wanted: String) -> String {
        if let name = constants[tensor] { return name }
        let name = unique(wanted)
        constants[tensor] = name
        initializers.append(TensorWriter.proto(tensor, name: name))
        return name
    }

    mutating func scalar(_ value: Float) -> String {
        constant(Tensor(shape: [], floats: [value]), named: "constant.\(value)")
    }

    /// Appends a node; returns its first output.
    @discardableResult
    mutating func add(
        _ op: String, _ inputs: [String], to outputs: [String], _ attributes: [Onnx_AttributeProto] = [],
        named wanted: String? = nil
    ) -> String {
        var proto = Onnx_NodeProto()
        proto.opType = op
        proto.input = inputs
        // Absent optional inputs at the end are left out.
        while proto.input.last?.isEmpty == true { proto.input.removeLast() }
        proto.output = outputs
        proto.attribute = attributes
        if let wanted {
            proto.name = wanted
        } else {
            let stem = "\(outputs.first ?? "")/\(op)"
            proto.name = stem
            var number = 2
            while !nodeNames.insert(proto.name).inserted {
                proto.name = "\(stem).\(number)"
                number += 1
            }
        }
        nodes.append(proto)
        return outputs.first ?? ""
    }

    /// Appends a node that writes a name of its own.
    mutating func add(
        _ op: String, _ inputs: [String], near value: String, _ attributes: [Onnx_AttributeProto] = [],
        named wanted: String? = nil
    ) -> String {
        add(op, inputs, to: [unique("\(value).\(op)")], attributes, named: wanted)
    }

    /// What a node reads.
    func source(_ name: String) -> String { replaced[name] ?? name }

    // MARK: Nodes

    private mutating func write(_ node: Node) throws {
        // Outputs with a number format are written under another name first.
        var outputs = node.outputs
        for index in outputs.indices where model.formats[node.outputs[index]] != nil {
            outputs[index] = unique("\(node.outputs[index]).float")
        }
        var inputs = node.inputs.map(source)
        if let layer = model.layers[node.name] { try dequantizeParameters(of: node, layer, &inputs) }
        let epilogue = (node.op as? any EpilogueOperator)?.epilogue ?? Epilogue.none
        var residual: String?
        if epilogue.addsResidual {
            guard inputs.count >= 3, let last = inputs.popLast() else {
                throw ONNXError.invalid("the residual is missing")
            }
            residual = last
        }
        let bias = node.op is MatMul && inputs.count > 2 && !inputs[2].isEmpty ? inputs[2] : nil
        if node.op is MatMul { inputs = Array(inputs.prefix(2)) }
        let result = outputs.first ?? ""
        // What follows the operator itself, last first, so that the last writes the result's name.
        var following: [(String, [String])] = []
        if let bias { following.append(("Add", [bias])) }
        if let residual { following.append(("Add", [residual])) }
        if epilogue.minimum == 0, epilogue.maximum == nil {
            following.append(("Relu", []))
        } else if epilogue.minimum != nil || epilogue.maximum != nil {
            following.append(
                ("Clip", [epilogue.minimum.map { scalar($0) } ?? "", epilogue.maximum.map { scalar($0) } ?? ""]))
        }
        if following.isEmpty {
            try writeOperator(node, inputs, outputs)
        } else {
            var value = unique("\(node.outputs.first ?? "").\(node.operatorName)")
            try writeOperator(node, inputs, [value])
            for (index, step) in following.enumerated() {
                let target = index == following.count - 1 ? result : unique("\(node.outputs[0]).\(step.0)")
                value = add(step.0, [value] + step.1, to: [target])
            }
        }
        for (name, written) in zip(node.outputs, outputs) where name != written {
            try quantized(
                written, as: name, format: name,
                saturates: !staysWithinLimits(node, name), bounds: (epilogue.minimum, epilogue.maximum))
        }
    }

    /// Whether nothing that the node writes can be outside of the limits, because it only moves what is inside.
    private func staysWithinLimits(_ node: Node, _ output: String) -> Bool {
        guard let input = node.inputs.first, let format = model.formats[input] else { return false }
        return (node.op.movesElements || node.op is MaxPool || node.op is GlobalMaxPool)
            && format == model.formats[output]
    }

    /// The parameters of a layer are integers in the checkpoint: INT16 weights with a scale per output, INT32 biases
    /// with the accumulator's.
    private mutating func dequantizeParameters(
        of node: Node, _ layer: LayerFormat, _ inputs: inout [String]
    ) throws {
        guard node.inputs.count >= 2, let weights = model.graph.initializers[node.inputs[1]],
            Int16.values(weights.elements) != nil, let format = model.formats[node.inputs[0]]
        else { throw ONNXError.invalid("its weights are no INT16 constant, or its input has no number format") }
        let rank = weights.shape.count
        let axis =
            switch node.op {
            case is Conv: 0
            case let gemm as Gemm: gemm.transB ? 0 : rank - 1
            default: rank - 1
            }
        let exponents = layer.weightExponents
        guard rank >= 1, weights.shape[axis] == exponents.count else {
            throw ONNXError.invalid("\(exponents.count) exponents for weights of shape \(weights.shape)")
        }
        inputs[1] = dequantized(
            node.inputs[1], "\(node.name).weights", exponents: exponents, axis: axis,
            zero: Tensor(shape: [exponents.count], elements: .int16(Array(repeating: 0, count: exponents.count))))
        guard node.inputs.count > 2, !node.inputs[2].isEmpty, let bias = model.graph.initializers[node.inputs[2]],
            let values = Int32.values(bias.elements)
        else { return }
        guard bias.shape == [exponents.count] else {
            throw ONNXError.invalid("a bias of shape \(bias.shape) for \(exponents.count) outputs")
        }
        let accumulator = exponents.map { $0 + format.exponent }
        if accumulator.allSatisfy({ (-126...126).contains($0) }) {
            inputs[2] = dequantized(
                node.inputs[2], "\(node.name).bias", exponents: accumulator, axis: 0,
                zero: Tensor(shape: [exponents.count], elements: .int32(Array(repeating: 0, count: exponents.count))))
        } else {
            // A scale that float32 does not hold as a normal number: the values themselves.
            let floats = zip(values, accumulator).map {
                Float(Double(sign: .plus, exponent: $1, significand: 1) * Double($0))
            }
            inputs[2] = constant(Tensor(shape: bias.shape, floats: floats), named: "\(node.name).bias")
        }
    }

    private mutating func dequantized(
        _ integers: String, _ wanted: String, exponents: [Int], axis: Int, zero: Tensor
    ) -> String {
        let scales = exponents.map { Float(sign: .plus, exponent: $0, significand: 1) }
        let scale = constant(Tensor(shape: [scales.count], floats: scales), named: "\(wanted).scale")
        let zero = constant(zero, named: "\(wanted).zero")
        return add(
            "DequantizeLinear", [integers, scale, zero], to: [unique(wanted)], [AttributeWriter.int("axis", axis)])
    }

    /// Limits, QuantizeLinear and DequantizeLinear.
    ///
    /// - Parameters:
    ///   - saturates: whether the value can be outside of the format's limits.
    ///   - bounds: between which it is known to lie.
    private mutating func quantized(
        _ value: String, as name: String, format key: String, saturates: Bool, bounds: (Float?, Float?) = (nil, nil)
    ) throws {
        guard let format = model.formats[key] else { return }
        guard types[key]?.elementType == .float32 else {
            throw ONNXError.unsupported("the value \"\(key)\" has a number format and is not float32")
        }
        let scale = constant(Tensor(shape: [], floats: [format.scale]), named: "scale.\(format.exponent)")
        let zero = constant(Tensor(shape: [], elements: .int16([0])), named: "zero.int16")
        var source = value
        let (lower, upper) = (Float(format.minimum) * format.scale, Float(format.maximum) * format.scale)
        // QuantizeLinear saturates at -32768, a format never below -32767.
        let needsLower = (bounds.0 ?? -.infinity) < lower
        let needsUpper = format.maximum < .max && (bounds.1 ?? .infinity) > upper
        if saturates && (needsLower || needsUpper) {
            source = add(
                "Clip", [source, needsLower ? scalar(lower) : "", needsUpper ? scalar(upper) : ""],
                near: "\(key).limits")
        }
        let integers = add("QuantizeLinear", [source, scale, zero], near: key)
        add("DequantizeLinear", [integers, scale, zero], to: [name])
    }

    // MARK: Ports

    private static func port(_ port: Port) -> Onnx_ValueInfoProto {
        var proto = Onnx_ValueInfoProto()
        proto.name = port.name
        proto.type.tensorType.elemType = port.type.elementType.number
        proto.type.tensorType.shape.dim = port.type.shape.map { extent in
            var dimension = Onnx_TensorShapeProto.Dimension()
            switch extent {
            case .fixed(let value): dimension.dimValue = Int64(value)
            case .symbol(let name): dimension.dimParam = name
            }
            return dimension
        }
        return proto
    }
}
