/// A ReduceMean over exactly the spatial axes of (N, C, H, W) is a GlobalAveragePool, flattened where it drops the axes.
enum ReduceMeanToGlobalAveragePool {
    static func run(_ graph: inout Graph) throws -> Bool {
        let types = try graph.inferTypes()
        for (index, node) in graph.nodes.enumerated() {
            guard let reduce = node.op as? ReduceMean, let type = types[node.inputs[0]], type.shape.count == 4,
                type.elementType == .float32
            else { continue }
            let rank = 4
            let given =
                node.inputs.count > 1 && !node.inputs[1].isEmpty ? graph.constant(node.inputs[1])?.integers : nil
            guard let axes = try reduce.reducedAxes(rank: rank, axes: given), axes.sorted() == [2, 3] else { continue }
            graph.nodes[index].op = GlobalAveragePool()
            graph.nodes[index].inputs = [node.inputs[0]]
            if !reduce.keepDims {
                let pooled = graph.freeValueName(near: node.outputs[0] + ".pooled")
                graph.nodes[index].outputs = [pooled]
                graph.nodes.insert(
                    Node(
                        name: graph.freeNodeName(near: node.name + ".flatten"), op: Flatten(axis: 1), inputs: [pooled],
                        outputs: node.outputs),
                    at: index + 1)
            }
            return true
        }
        return false
    }
}
