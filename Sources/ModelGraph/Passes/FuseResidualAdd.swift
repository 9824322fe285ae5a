/// An Add of two values of one shape, one of which comes from a Conv, Gemm or MatMul that nobody else reads, becomes part
/// of that one's epilogue: the other value is read as its residual.
enum FuseResidualAdd {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        let types = try graph.inferTypes()
        for (index, node) in graph.nodes.enumerated() {
            guard let add = node.op as? Add, add.epilogue == .none, node.inputs.count == 2,
                node.inputs[0] != node.inputs[1], types[node.inputs[0]] == types[node.inputs[1]]
            else { continue }
            // The later of two candidates: its residual is there when it runs, and nothing has to move far.
            let candidates = [0, 1].sorted {
                (uses.writer(node.inputs[$0]) ?? -1) > (uses.writer(node.inputs[$1]) ?? -1)
            }
            for position in candidates {
                let (value, residual) = (node.inputs[position], node.inputs[1 - position])
                guard let writer = uses.writer(value), uses.soleReader(value) == index,
                    graph.constant(residual) == nil, graph.mayHaveEpilogue(graph.nodes[writer]),
                    let op = withResidual(graph.nodes[writer].op)
                else { continue }
                // It takes the Add's place, where both values are known.
                var fused = graph.nodes[writer]
                fused.op = op
                while fused.inputs.count < 3 { fused.inputs.append("") }
                fused.inputs.append(residual)
                fused.outputs = node.outputs
                graph.nodes[index] = fused
                graph.nodes.remove(at: writer)
                return true
            }
        }
        return false
    }

    private static func withResidual(_ op: any Operator) -> (any Operator)? {
        switch op {
        case var conv as Conv where conv.epilogue == .none:
            conv.epilogue.addsResidual = true
            return conv
        case var gemm as Gemm where gemm.epilogue == .none && gemm.alpha == 1 && gemm.beta == 1:
            gemm.epilogue.addsResidual = true
            return gemm
        case var matmul as MatMul where matmul.epilogue == .none:
            matmul.epilogue.addsResidual = true
            return matmul
        default:
            return nil
        }
    }
}
