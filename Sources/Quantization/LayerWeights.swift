import ModelGraph

/// The float weights and bias of a Conv, Gemm or MatMul, read one output channel at a time in the order of its reduction
/// (kernel height, kernel width, input channel of the group).
struct LayerWeights {
    enum Arrangement: Hashable {
        /// [outputs][inputs][taps].
        case convolution(inputs: Int, taps: Int)
        /// [outputs][reduction].
        case rows
        /// [reduction][outputs].
        case columns
    }

    let arrangement: Arrangement
    let outputs: Int
    let reduction: Int
    /// The kernels of depthwise convolutions do not split the reduction.
    let canSplit: Bool
    /// Whether it is a convolution that Winograd's F(2x2,3x3) can compute, with channels enough to gain by it.
    let suitsWinograd: Bool
    let weights: [Float]
    /// One per output; zeros where the node has none.
    let bias: [Float]
    let hasBias: Bool
    let epilogue: Epilogue

    /// Whether a node is a layer: a Conv, Gemm or MatMul whose weights and bias are constants that the engine takes.
    static func fits(_ node: Node, in graph: Graph) -> Bool {
        guard node.inputs.count > 1, graph.initializers[node.inputs[0]] == nil,
            let weights = graph.initializers[node.inputs[1]], weights.floats != nil, weights.count > 0
        else { return false }
        let epilogue: Epilogue
        let outputs: Int
        switch node.op {
        case let op as Conv where (3...5).contains(weights.shape.count):
            (epilogue, outputs) = (op.epilogue, weights.shape[0])
        case let op as Gemm where weights.shape.count == 2:
            let operands = node.inputs.count - (op.epilogue.addsResidual ? 1 : 0)
            guard !op.transA, op.alpha == 1, op.beta == 1 || operands < 3 || node.inputs[2].isEmpty else {
                return false
            }
            (epilogue, outputs) = (op.epilogue, op.transB ? weights.shape[0] : weights.shape[1])
        case let op as MatMul where weights.shape.count == 2: (epilogue, outputs) = (op.epilogue, weights.shape[1])
        default: return false
        }
        guard node.inputs.count - (epilogue.addsResidual ? 1 : 0) > 2, !node.inputs[2].isEmpty else { return true }
        guard let bias = graph.initializers[node.inputs[2]], bias.floats != nil else { return false }
        return bias.count == 1 || (bias.count == outputs && bias.shape.last == outputs)
    }

    /// - Throws: `QuantizationError` that names the node.
    init(_ node: Node, in graph: Graph) throws(QuantizationError) {
        guard node.inputs.count > 1, graph.initializers[node.inputs[0]] == nil,
            let tensor = graph.initializers[node.inputs[1]], let floats = tensor.floats
        else {
            throw QuantizationError(
                .model, "its second operand is no constant of F32; products of two activations are not supported",
                at: node)
        }
        let shape = tensor.shape
        switch node.op {
        case let op as Conv where shape.count >= 3 && op.group >= 1:
            let taps = shape[2...].reduce(1, *)
            epilogue = op.epilogue
            outputs = shape[0]
            canSplit = !(shape[1] == 1 && shape[0] == op.group)
            suitsWinograd = op.suitsWinograd(weights: shape)
            arrangement = .convolution(inputs: shape[1], taps: taps)
            reduction = shape[1] * taps
        case let op as Gemm where shape.count == 2:
            guard !op.transA, op.alpha == 1, op.beta == 1 || node.inputs.count < 3 || node.inputs[2].isEmpty else {
                throw QuantizationError(.model, "transA, or alpha and beta that could not be folded", at: node)
            }
            epilogue = op.epilogue
            outputs = op.transB ? shape[0] : shape[1]
            reduction = op.transB ? shape[1] : shape[0]
            arrangement = op.transB ? .rows : .columns
            canSplit = true
            suitsWinograd = false
        case let op as MatMul where shape.count == 2:
            epilogue = op.epilogue
            (reduction, outputs, arrangement, canSplit) = (shape[0], shape[1], .columns, true)
            suitsWinograd = false
        default:
            throw QuantizationError(.model, "weights of shape \(shape)", at: node)
        }
        guard outputs > 0, reduction > 0 else {
            throw QuantizationError(.model, "weights of shape \(shape) are empty", at: node)
        }
        weights = floats
        guard floats.allSatisfy(\.isFinite) else {
            throw QuantizationError(.model, "a weight of \"\(node.inputs[1])\" is NaN or infinite", at: node)
        }
        let operands = node.inputs.count - (epilogue.addsResidual ? 1 : 0)
        hasBias = operands > 2 && !node.inputs[2].isEmpty
        bias = hasBias ? try Self.bias(node, graph, outputs) : [Float](repeating: 0, count: outputs)
    }

    private static func bias(_ node: Node, _ graph: Graph, _ outputs: Int) throws(QuantizationError) -> [Float] {
        guard let tensor = graph.initializers[node.inputs[2]], let floats = tensor.floats else {
            throw QuantizationError(.model, "its bias \"\(node.inputs[2])\" is no constant of F32", at: node)
        }
        guard floats.allSatisfy(\.isFinite) else {
            throw QuantizationError(.model, "a bias of \"\(node.inputs[2])\" is NaN or infinite", at: node)
        }
        if floats.count == outputs, tensor.shape.last == outputs { return floats }
        if floats.count == 1 { return [Float](repeating: floats[0], count: outputs) }
        throw QuantizationError(
            .model, "a bias of shape \(tensor.shape) for \(outputs) outputs; expected one number per output", at: node)
    }

    /// Where element `r` of an output's reduction lies in the weights.
    @inline(__always)
    func index(_ output: Int, _ r: Int) -> Int {
        switch arrangement {
        case .convolution(let inputs, let taps): output * reduction + r % inputs * taps + r / inputs
        case .rows: output * reduction + r
        case .columns: r * outputs + output
        }
    }

    /// A row of a convolution in the order of the reduction (tap, input channel), one filter of `taps` after the other.
    static func filters<Element>(_ row: [Element], taps: Int) -> [Element] {
        let inputs = row.count / taps
        return row.indices.map { row[$0 % taps * inputs + $0 / taps] }
    }
}
