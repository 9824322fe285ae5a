/// Folds a BatchNormalization with constant parameters into the weights and bias of the Conv or Gemm before it, if
/// nobody else reads that one's result (Jacob et al. 2018, section 3.2).
enum FoldBatchNormalization {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        for (index, node) in graph.nodes.enumerated() {
            guard let normalization = node.op as? BatchNormalization, node.inputs.count == 5,
                let writer = uses.writer(node.inputs[0]), uses.soleReader(node.inputs[0]) == index,
                let affine = Affine(normalization, node, graph), fold(affine, into: writer, &graph)
            else { continue }
            graph.nodes[writer].outputs = node.outputs
            graph.nodes.remove(at: index)
            return true
        }
        return false
    }

    /// The normalization as `scale * x + shift` per channel, in double precision.
    private struct Affine {
        let scale: [Double]
        let shift: [Double]

        init?(_ op: BatchNormalization, _ node: Node, _ graph: Graph) {
            let parameters = node.inputs.dropFirst().compactMap { graph.constant($0)?.floats }
            guard parameters.count == 4, Set(parameters.map(\.count)).count == 1 else { return nil }
            let (gamma, beta, mean, variance) = (parameters[0], parameters[1], parameters[2], parameters[3])
            let scale = zip(gamma, variance).map { Double($0) / (Double($1) + Double(op.epsilon)).squareRoot() }
            guard scale.allSatisfy(\.isFinite) else { return nil }
            self.scale = scale
            shift = beta.indices.map { Double(beta[$0]) - Double(mean[$0]) * scale[$0] }
        }
    }

    private static func fold(_ affine: Affine, into writer: Int, _ graph: inout Graph) -> Bool {
        let node = graph.nodes[writer]
        guard node.inputs.count >= 2, let weights = graph.constant(node.inputs[1]), let floats = weights.floats else {
            return false
        }
        let channels = affine.scale.count
        // Where the output channel of a weight stands: the first axis of Conv, the last of an untransposed Gemm.
        let channel: (Int) -> Int
        switch node.op {
        case let conv as Conv where conv.epilogue == .none && weights.shape.first == channels:
            let size = max(1, floats.count / max(1, channels))
            channel = { $0 / size }
        case let gemm as Gemm
        where gemm.epilogue == .none && gemm.alpha == 1 && gemm.beta == 1 && weights.shape.count == 2:
            guard weights.shape[gemm.transB ? 0 : 1] == channels else { return false }
            let inner = weights.shape[1]
            channel = gemm.transB ? { $0 / inner } : { $0 % inner }
        default:
            return false
        }
        var bias = [Float](repeating: 0, count: channels)
        if node.inputs.count > 2, !node.inputs[2].isEmpty {
            // A C of (channels, 1) would be one value per row.
            guard let constant = graph.constant(node.inputs[2]), let values = constant.floats,
                constant.shape == [channels] || constant.shape == [1, channels]
            else { return false }
            bias = values
        }
        let scaled = floats.indices.map { Float(Double(floats[$0]) * affine.scale[channel($0)]) }
        let shifted = bias.indices.map { Float(Double(bias[$0]) * affine.scale[$0] + affine.shift[$0]) }
        let weightName = graph.addInitializer(
            Tensor(shape: weights.shape, floats: scaled), near: node.inputs[1] + ".folded")
        let biasName = graph.addInitializer(Tensor(shape: [channels], floats: shifted), near: node.name + ".bias")
        graph.nodes[writer].inputs = [node.inputs[0], weightName, biasName]
        return true
    }
}
