/// x * Sigmoid(x) becomes Swish, which PyTorch calls SiLU.
enum FuseSwish {
    static func run(_ graph: inout Graph) throws -> Bool {
        try GatePattern.fuse(&graph) { gate in gate is Sigmoid ? Swish() : nil }
    }
}

/// x * g(x), where nobody else reads g(x).
enum GatePattern {
    /// Replaces the two nodes by the operator that `fused` gives for the gate, if it gives one.
    static func fuse(_ graph: inout Graph, _ fused: (any Operator) -> (any Operator)?) throws -> Bool {
        let uses = GraphUses(graph)
        for (index, node) in graph.nodes.enumerated() where node.op is Mul && node.inputs.count == 2 {
            for position in 0...1 {
                let (x, gated) = (node.inputs[position], node.inputs[1 - position])
                guard let gate = uses.writer(gated), uses.soleReader(gated) == index,
                    graph.nodes[gate].inputs == [x], let op = fused(graph.nodes[gate].op)
                else { continue }
                graph.nodes[index].op = op
                graph.nodes[index].inputs = [x]
                graph.nodes.remove(at: gate)
                return true
            }
        }
        return false
    }
}
