import ModelGraph

extension GraphWriter {
    /// An operator as ONNX's nodes: one of its own name, or several for those that opset 21 does not have.
    mutating func writeOperator(_ node: Node, _ inputs: [String], _ outputs: [String]) throws {
        let (value, result) = (node.outputs.first ?? "", outputs.first ?? "")
        func requireNames() throws {
            guard !inputs.isEmpty, !result.isEmpty else { throw ONNXError.invalid("a node without input or output") }
        }
        switch node.op {
        case let swish as Swish:
            try requireNames()
            var x = inputs[0]
            if swish.alpha != 1 { x = add("Mul", [x, scalar(swish.alpha)], near: value) }
            x = add("Sigmoid", [x], near: value)
            add("Mul", [inputs[0], x], to: [result], named: node.name)
        case let attention as ScaledDotProductAttention:
            guard inputs.count >= 3, let rank = types[node.inputs[1]]?.shape.count, rank >= 2 else {
                throw ONNXError.invalid("Q, K and V are not all known")
            }
            let perm = Array(0..<rank - 2) + [rank - 1, rank - 2]
            let keys = add("Transpose", [inputs[1]], near: value, [AttributeWriter.ints("perm", perm)])
            var scores = add("MatMul", [inputs[0], keys], near: value)
            scores = add("Mul", [scores, scalar(attention.scale)], near: value)
            if inputs.count > 3, !inputs[3].isEmpty { scores = add("Add", [scores, inputs[3]], near: value) }
            scores = add("Softmax", [scores], near: value, [AttributeWriter.int("axis", -1)])
            add("MatMul", [scores, inputs[2]], to: [result], named: node.name)
        case let zeros as InsertZeros:
            try requireNames()
            // A transposed convolution of each channel by a kernel of one element, 1.
            guard let channels = types[node.inputs[0]]?.shape.dropFirst().first?.fixed else {
                throw ONNXError.unsupported("an open number of channels")
            }
            let ones = Tensor(
                shape: [channels, 1] + zeros.strides.map { _ in 1 }, floats: Array(repeating: 1, count: channels))
            add(
                "ConvTranspose", [inputs[0], constant(ones, named: "\(value).ones")], to: [result],
                [AttributeWriter.int("group", channels), AttributeWriter.ints("strides", zeros.strides)],
                named: node.name)
        case let norm as LpNormalization where norm.epsilon != 0:
            try requireNames()
            let axes = constant(Tensor(shape: [1], int64s: [Int64(norm.axis)]), named: "\(value).axes")
            var length = add(norm.p == 1 ? "ReduceL1" : "ReduceL2", [inputs[0], axes], near: value)
            length = add("Max", [length, scalar(norm.epsilon)], near: value)
            add("Div", [inputs[0], length], to: [result], named: node.name)
        case let softmax as Softmax where softmax.coerced:
            try writeCoerced(node, axis: softmax.axis, inputs, result)
        case let softmax as LogSoftmax where softmax.coerced:
            try writeCoerced(node, axis: softmax.axis, inputs, result)
        case let hardmax as Hardmax where hardmax.coerced:
            try writeCoerced(node, axis: hardmax.axis, inputs, result)
        default:
            var inputs = inputs
            let attributes = try attributes(node, &inputs)
            add(node.operatorName, inputs, to: outputs, attributes, named: node.name)
        }
    }

    /// All axes from `axis` on as one, as opsets before 13 had it.
    private mutating func writeCoerced(_ node: Node, axis: Int, _ inputs: [String], _ result: String) throws {
        guard let x = inputs.first, let value = node.outputs.first else {
            throw ONNXError.invalid("a node without input or output")
        }
        let shape = add("Shape", [x], near: value)
        let rows = add("Flatten", [x], near: value, [AttributeWriter.int("axis", axis)])
        let soft = add(node.operatorName, [rows], near: value, [AttributeWriter.int("axis", -1)], named: node.name)
        add("Reshape", [soft, shape], to: [result])
    }

    /// The attributes of a node that keeps its operator, those of a few operators by hand.
    private mutating func attributes(_ node: Node, _ inputs: inout [String]) throws -> [Onnx_AttributeProto] {
        typealias Writer = AttributeWriter
        func has(_ index: Int) -> Bool { index < inputs.count && !inputs[index].isEmpty }
        let value = node.outputs.first ?? ""
        switch node.op {
        case let fill as ConstantOfShape:
            let tensor = Tensor(shape: [1], elements: .float64([fill.value])).converted(to: fill.elementType)
            return [Writer.tensor("value", TensorWriter.proto(tensor, name: "value"))]
        case let align as RoiAlign:
            let own = try Writer.attributes(of: align).filter { $0.name != "half_pixel" }
            let mode = align.halfPixel ? "half_pixel" : "output_half_pixel"
            return own + [Writer.string("coordinate_transformation_mode", mode)]
        case let split as Split:
            return [Writer.int("axis", split.axis)] + (has(1) ? [] : [Writer.int("num_outputs", split.numOutputs)])
        case let transform as DFT:
            if !has(2) {
                while inputs.count < 3 { inputs.append("") }
                let axis = Tensor(shape: [], int64s: [Int64(transform.defaultAxis)])
                inputs[2] = constant(axis, named: "\(value).axis")
            }
            return [
                Writer.int("inverse", transform.inverse ? 1 : 0), Writer.int("onesided", transform.onesided ? 1 : 0),
            ]
        case let quantize as QuantizeLinear:
            // The zero point has the type where there is one.
            let own = [Writer.int("axis", quantize.axis), Writer.int("block_size", quantize.blockSize)]
            return has(2) ? own : own + [Writer.int("output_dtype", Int(quantize.outputType.number))]
        case let dequantize as DequantizeLinear:
            guard dequantize.outputType == nil || dequantize.outputType == .float32 else {
                throw ONNXError.unsupported("dequantizing to a type that opset 21 cannot name")
            }
            return [Writer.int("axis", dequantize.axis), Writer.int("block_size", dequantize.blockSize)]
        case let rnn as RNN: return try recurrence(rnn.recurrence, node)
        case let gru as GRU:
            return try recurrence(gru.recurrence, node)
                + [Writer.int("linear_before_reset", gru.linearBeforeReset ? 1 : 0)]
        case let lstm as LSTM:
            return try recurrence(lstm.recurrence, node) + [Writer.int("input_forget", lstm.inputForget ? 1 : 0)]
        case let norm as LpNormalization: return [Writer.int("axis", norm.axis), Writer.int("p", norm.p)]
        case is Softmax, is LogSoftmax, is Hardmax:
            return try Writer.attributes(of: node.op).filter { $0.name != "coerced" }
        default: return try Writer.attributes(of: node.op)
        }
    }

    private func recurrence(_ recurrence: Recurrence, _ node: Node) throws -> [Onnx_AttributeProto] {
        let names = recurrence.functions.map(\.activation)
        guard names.allSatisfy({ [.sigmoid, .tanh, .relu, .softsign, .softplus].contains($0) }) else {
            throw ONNXError.unsupported("activations with parameters are not exported")
        }
        guard node.inputs.count > 2, let hidden = types[node.inputs[2]]?.shape.last?.fixed else {
            throw ONNXError.unsupported("an open hidden size")
        }
        var attributes = [
            AttributeWriter.string("direction", recurrence.direction.rawValue),
            AttributeWriter.strings("activations", names.map(\.rawValue)),
            AttributeWriter.int("hidden_size", hidden), AttributeWriter.int("layout", recurrence.batchFirst ? 1 : 0),
        ]
        if let clip = recurrence.clip { attributes.append(AttributeWriter.float("clip", clip)) }
        return attributes
    }
}
