/// An Add of one constant per output channel becomes the bias of the Conv, Gemm or MatMul before it.
enum FuseBias {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        let types = try graph.inferTypes()
        for (index, node) in graph.nodes.enumerated() {
            guard let add = node.op as? Add, add.epilogue == .none, node.inputs.count == 2 else { continue }
            for position in 0...1 {
                let (value, other) = (node.inputs[position], node.inputs[1 - position])
                guard let constant = graph.constant(other), let floats = constant.floats,
                    let writer = uses.writer(value), uses.soleReader(value) == index,
                    graph.nodes[writer].inputs.count == 2, graph.mayHaveEpilogue(graph.nodes[writer]),
                    let type = types[value],
                    let channels = channels(graph.nodes[writer].op, type, constant.shape), floats.count == channels
                else { continue }
                let name = graph.addInitializer(Tensor(shape: [channels], floats: floats), near: other + ".bias")
                graph.nodes[writer].inputs.append(name)
                graph.nodes[writer].outputs = node.outputs
                graph.nodes.remove(at: index)
                return true
            }
        }
        return false
    }

    /// The number of output channels if a constant of this shape has one value for each of them.
    private static func channels(_ op: any Operator, _ type: TensorType, _ shape: [Int]) -> Int? {
        switch op {
        case let conv as Conv where conv.epilogue == .none:
            guard let channels = type.shape[1].fixed else { return nil }
            let trailing = [Int](repeating: 1, count: type.shape.count - 2)
            return shape == [channels] + trailing || shape == [1, channels] + trailing ? channels : nil
        case let gemm as Gemm where gemm.epilogue == .none && gemm.beta == 1: return lastAxis(type, shape)
        case let matmul as MatMul where matmul.epilogue == .none: return lastAxis(type, shape)
        default: return nil
        }
    }

    private static func lastAxis(_ type: TensorType, _ shape: [Int]) -> Int? {
        guard let channels = type.shape.last?.fixed, shape.last == channels, shape.count <= type.shape.count,
            shape.dropLast().allSatisfy({ $0 == 1 })
        else { return nil }
        return channels
    }
}
