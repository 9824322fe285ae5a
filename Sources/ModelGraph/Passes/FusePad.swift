/// A Pad with zeros around the spatial axes becomes the padding of the Conv that alone reads it.
enum FusePad {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        let types = try graph.inferTypes()
        for (index, node) in graph.nodes.enumerated() {
            guard let pad = node.op as? Pad, pad.mode == .constant, let reader = uses.soleReader(node.outputs[0]),
                graph.nodes[reader].inputs.first == node.outputs[0], var conv = graph.nodes[reader].op as? Conv,
                conv.autoPad == .notSet, let rank = types[node.inputs[0]]?.shape.count,
                let pads = try spatialPads(pad, node, graph, rank: rank)
            else { continue }
            let own = conv.pads.isEmpty ? [Int](repeating: 0, count: pads.count) : conv.pads
            guard own.count == pads.count else { continue }
            conv.pads = zip(own, pads).map(+)
            graph.nodes[reader].op = conv
            graph.nodes[reader].inputs[0] = node.inputs[0]
            graph.nodes.remove(at: index)
            return true
        }
        return false
    }

    /// The pads of the spatial axes if they are constant zeros, none is negative and the other axes have none.
    private static func spatialPads(_ pad: Pad, _ node: Node, _ graph: Graph, rank: Int) throws -> [Int]? {
        guard rank > 2, let given = graph.constant(node.inputs[1])?.integers else { return nil }
        if node.inputs.count > 2, !node.inputs[2].isEmpty, graph.scalar(node.inputs[2]) != 0 { return nil }
        var axes: [Int]?
        if node.inputs.count > 3, !node.inputs[3].isEmpty {
            guard let constant = graph.constant(node.inputs[3])?.integers else { return nil }
            axes = constant
        }
        let pads = try pad.fullPads(rank: rank, pads: given, axes: axes)
        guard pads[0] == 0, pads[1] == 0, pads[rank] == 0, pads[rank + 1] == 0, pads.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        return Array(pads[2..<rank] + pads[(rank + 2)...])
    }
}
