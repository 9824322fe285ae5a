/// Two Transposes in a row become one, or none; so do two Reshapes.
enum MergeTransposes {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        for (index, node) in graph.nodes.enumerated() {
            guard let source = node.inputs.first, let writer = uses.writer(source), uses.soleReader(source) == index
            else { continue }
            let first = graph.nodes[writer]
            switch (first.op, node.op) {
            case (let before as Transpose, let after as Transpose):
                guard !before.perm.isEmpty, before.perm.count == after.perm.count,
                    after.perm.allSatisfy(before.perm.indices.contains)
                else { continue }
                graph.nodes[index].op = Transpose(perm: after.perm.map { before.perm[$0] })
            case (is Reshape, let after as Reshape), (is Flatten, let after as Reshape):
                // A zero copies an extent of the shape in between.
                guard let shape = graph.constant(node.inputs[1])?.integers, after.allowZero || !shape.contains(0) else {
                    continue
                }
            default: continue
            }
            graph.nodes[index].inputs[0] = first.inputs[0]
            graph.nodes.remove(at: writer)
            return true
        }
        return false
    }
}
