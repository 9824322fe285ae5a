/// Values that follow from constants and fixed shapes become initializers: the arithmetic of shapes goes away.
enum ConstantFolding {
    static func run(_ graph: inout Graph) throws -> Bool {
        let inferred = try graph.inferred(foldingLimit: 1 << 22)
        let constants = inferred.constants
        for index in graph.nodes.indices {
            guard let shape = inferred.reshapes[graph.nodes[index].name] else { continue }
            let tensor = Tensor(shape: [shape.count], int64s: shape.map(Int64.init))
            graph.nodes[index].inputs[1] = graph.addInitializer(tensor, near: graph.nodes[index].name + ".shape")
        }
        var kept: [Node] = []
        for node in graph.nodes {
            if !node.outputs.isEmpty, node.outputs.allSatisfy({ $0.isEmpty || constants[$0] != nil }) {
                for output in node.outputs where !output.isEmpty { graph.initializers[output] = constants[output] }
            } else {
                kept.append(node)
            }
        }
        let changed = kept.count < graph.nodes.count || !inferred.reshapes.isEmpty
        graph.nodes = kept
        return changed
    }
}
