/// Removes nodes whose output is their input: Identity, Dropout, a Cast to the same type, a Transpose, Reshape or
/// Flatten that changes nothing, and two Transposes that undo one another.
enum RemoveIdentity {
    static func run(_ graph: inout Graph) throws -> Bool {
        let types = try graph.inferTypes()
        for index in graph.nodes.indices {
            let node = graph.nodes[index]
            guard let output = node.outputs.first, let source = source(of: node, in: graph, types) else { continue }
            if graph.outputs.contains(where: { $0.name == output }) {
                // The value keeps the output's name: its writer writes under it instead.
                guard let writer = graph.nodes.firstIndex(where: { $0.outputs.contains(source) }),
                    !graph.outputs.contains(where: { $0.name == source }), source == node.inputs.first
                else { continue }
                graph.nodes.remove(at: index)
                let position = writer < index ? writer : writer - 1
                graph.nodes[position].outputs = graph.nodes[position].outputs.map { $0 == source ? output : $0 }
                graph.replace(source, with: output)
            } else {
                graph.nodes.remove(at: index)
                graph.replace(output, with: source)
            }
            return true
        }
        return false
    }

    /// The value that a node's first output equals, if it does nothing.
    private static func source(of node: Node, in graph: Graph, _ types: [String: TensorType]) -> String? {
        guard let input = node.inputs.first, let output = node.outputs.first, let type = types[input] else {
            return nil
        }
        switch node.op {
        case is Identity, is Dropout:
            // A Dropout whose mask is read is not one of inference.
            let mask = node.outputs.dropFirst().first ?? ""
            let isRead = graph.nodes.contains { $0.inputs.contains(mask) } || graph.outputs.contains { $0.name == mask }
            return mask.isEmpty || !isRead ? input : nil
        case let cast as Cast:
            return cast.to == type.elementType ? input : nil
        case is Reshape, is Flatten, is Squeeze, is Unsqueeze:
            // Equal shapes of equal symbols: the elements stay where they are.
            return types[output] == type ? input : nil
        case let transpose as Transpose:
            guard let permutation = try? transpose.permutation(rank: type.shape.count) else { return nil }
            if permutation == Array(permutation.indices) { return input }
            guard let before = graph.nodes.first(where: { $0.outputs.first == input }),
                let first = before.op as? Transpose,
                let other = try? first.permutation(rank: permutation.count),
                permutation.map({ other[$0] }) == Array(permutation.indices)
            else { return nil }
            return before.inputs.first
        default:
            return nil
        }
    }
}
