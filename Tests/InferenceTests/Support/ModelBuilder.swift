import FixedPoint
import ModelGraph

/// Builds small quantized graphs in code.
struct ModelBuilder {
    private(set) var model = QuantizedGraph(
        graph: Graph(name: "test", inputs: [], outputs: [], nodes: [], initializers: [:]), formats: [:], layers: [:])

    mutating func input(_ name: String, _ shape: [Dimension], _ format: DFPFormat?) {
        model.graph.inputs.append(Port(name: name, type: TensorType(.float32, shape)))
        model.formats[name] = format
    }

    mutating func constant(_ name: String, _ tensor: Tensor) { model.graph.initializers[name] = tensor }

    /// Adds a node that writes the value `output` (its own name too).
    mutating func node(_ op: any Operator, _ inputs: [String], _ output: String, _ format: DFPFormat? = nil) {
        node(op, inputs, [output], format)
    }

    /// Adds a node of several outputs, all of one format; it is named after the first.
    mutating func node(_ op: any Operator, _ inputs: [String], _ outputs: [String], _ format: DFPFormat?) {
        model.graph.nodes.append(Node(name: outputs[0], op: op, inputs: inputs, outputs: outputs))
        for output in outputs { model.formats[output] = format }
    }

    /// Adds a Conv, Gemm or MatMul with these weights; the claimed proof is honest unless `claimed` says otherwise.
    mutating func layer(
        _ op: any Operator, _ input: String, _ layer: TestLayer, residual: String? = nil, _ output: String,
        _ format: DFPFormat?, claimed: Int? = nil
    ) {
        model.graph.initializers[output + ".weight"] = Tensor(shape: layer.shape, int16s: layer.weights)
        var inputs = [input, output + ".weight"]
        if let bias = layer.bias {
            model.graph.initializers[output + ".bias"] = Tensor(shape: [bias.count], elements: .int32(bias))
            inputs.append(output + ".bias")
        } else if residual != nil {
            inputs.append("")
        }
        if let residual { inputs.append(residual) }
        node(op, inputs, output, format)
        model.layers[output] = LayerFormat(
            weightExponents: layer.exponents, weightBits: 16, chunk: layer.chunk, channelBlock: layer.channelBlock,
            worstCaseAccumulator: claimed ?? Int(Int32.max))
    }

    mutating func output(_ name: String) {
        model.graph.outputs.append(Port(name: name, type: TensorType(.float32, [])))
    }
}

/// Integer weights of a layer.
struct TestLayer {
    /// ONNX's shape of the weights.
    var shape: [Int]
    var weights: [Int16]
    var exponents: [Int]
    var bias: [Int32]?
    var chunk: Int
    var channelBlock: Int?
}
