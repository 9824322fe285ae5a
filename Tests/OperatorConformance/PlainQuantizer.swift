import FixedPoint
import Glibc
import ModelGraph
import Reference

/// The simplest quantizer that a checkpoint could come from: ranges from one float run, 16-bit activations, 14-bit
/// weights, the reduction split in halves until the overflow proof holds.
///
/// It makes the engine's conformance independent of how well the real quantizer chooses.
enum PlainQuantizer {
    /// The largest mantissa of a weight.
    private static let weightLimit = 8191.0

    static func quantize(_ original: Graph, calibratedOn inputs: [String: Tensor]) throws -> QuantizedGraph {
        var graph = original
        let formats = try formats(of: original, inputs)
        var layers: [String: LayerFormat] = [:]
        for (index, node) in original.nodes.enumerated() {
            guard ["Conv", "Gemm", "MatMul"].contains(node.operatorName), node.inputs.count > 1,
                let weights = original.initializers[node.inputs[1]], let format = formats[node.inputs[0]]
            else { continue }
            let bias = node.inputs.count > 2 ? original.initializers[node.inputs[2]] : nil
            let layer = Layer(node.op, weights, bias: bias, input: format)
            layers[node.name] = layer.format
            // Names of their own, because a weight may be shared by layers of different formats.
            let names = ["\(node.inputs[1])#\(node.name)", bias.map { _ in "\(node.inputs[2])#\(node.name)" }]
            graph.initializers[names[0] ?? ""] = layer.weights
            graph.nodes[index].inputs[1] = names[0] ?? ""
            if let name = names[1] {
                graph.initializers[name] = layer.bias
                graph.nodes[index].inputs[2] = name
            }
        }
        return QuantizedGraph(graph: graph, formats: formats, layers: layers)
    }

    /// A format for every float value but the outputs that nobody reads.
    private static func formats(of graph: Graph, _ inputs: [String: Tensor]) throws -> [String: DFPFormat] {
        let read = Set(graph.nodes.flatMap(\.inputs))
        let outputs = Set(graph.outputs.map(\.name)).subtracting(read)
        var formats: [String: DFPFormat] = [:]
        _ = try ReferenceExecutor(graph: graph).run(inputs) { name, tensor in
            guard let values = tensor.floats, !outputs.contains(name), let lowest = values.min(),
                let highest = values.max()
            else { return }
            formats[name] = DFPFormat(
                exponent: exponent(of: Double(max(highest, -lowest)), limit: 32767),
                minimum: lowest >= 0 ? 0 : -32767, maximum: 32767)
        }
        return formats
    }

    /// The smallest exponent at which `value` needs no mantissa over `limit`.
    private static func exponent(of value: Double, limit: Double) -> Int {
        Int(ceil(log2(max(value, 1e-9) / limit)))
    }

    /// One layer's weights and bias as integers.
    private struct Layer {
        var format = LayerFormat(weightExponents: [], weightBits: 14, chunk: 1, worstCaseAccumulator: 0)
        var weights: Tensor
        var bias: Tensor?

        init(_ op: any Operator, _ tensor: Tensor, bias biasTensor: Tensor?, input: DFPFormat) {
            let floats = tensor.floats ?? []
            // Position of element r of output channel o's reduction in ONNX's layout of the weights.
            let (outputs, inner, place) = Self.layout(op, tensor.shape)
            var mantissas = [Int16](repeating: 0, count: floats.count)
            var biases: [Int32] = []
            var rows: [[Int16]] = []
            for o in 0..<outputs {
                let largest = (0..<inner).map { abs(Double(floats[place(o, $0)])) }.max() ?? 0
                let shift = biasTensor?.floats.map { Double($0[o]) } ?? 0
                // A bias must leave room for the sum.
                let exponent = max(
                    PlainQuantizer.exponent(of: largest, limit: weightLimit),
                    PlainQuantizer.exponent(of: abs(shift), limit: Double(1 << 29)) - input.exponent)
                format.weightExponents.append(exponent)
                rows.append(
                    (0..<inner).map { r in
                        let scaled = Double(floats[place(o, r)]) * pow(2, Double(-exponent))
                        mantissas[place(o, r)] = Int16(scaled.rounded(.toNearestOrEven))
                        return mantissas[place(o, r)]
                    })
                biases.append(Int32((shift * pow(2, Double(-exponent - input.exponent))).rounded(.toNearestOrEven)))
            }
            format.chunk = inner
            while true {
                format.worstCaseAccumulator =
                    zip(rows, biases).map { [format] row, bias in
                        OverflowProof.worstCaseAccumulator(
                            weights: row, minimum: input.minimum, maximum: input.maximum, chunk: format.chunk,
                            bias: bias)
                    }.max() ?? 0
                if OverflowProof.holds(format.worstCaseAccumulator) { break }
                // Chunks are even.
                format.chunk = max(2, (format.chunk / 2 + 1) / 2 * 2)
            }
            weights = Tensor(shape: tensor.shape, int16s: mantissas)
            bias = biasTensor.map { Tensor(shape: $0.shape, elements: .int32(biases)) }
        }

        private static func layout(_ op: any Operator, _ shape: [Int]) -> (Int, Int, (Int, Int) -> Int) {
            if op is Conv {
                let inner = shape.dropFirst().reduce(1, *)
                let (channels, taps) = (shape[1], inner / shape[1])
                return (shape[0], inner, { o, r in o * inner + r % channels * taps + r / channels })
            }
            if let gemm = op as? Gemm, gemm.transB { return (shape[0], shape[1], { o, r in o * shape[1] + r }) }
            return (shape[1], shape[0], { o, r in r * shape[1] + o })
        }
    }
}
