/// Products whose left factor is a Softmax over its last axis, as in attention: rows of it are not negative and sum to 1.
package enum SoftmaxRows {
    /// Up to this length rounding moves the sum of a row by less than 0.1%, and by half a unit of each rounded probability.
    package static let longest = 65_536

    /// Whether a MatMul's first input is written by such a Softmax.
    package static func areRead(by node: Node, in graph: Graph) -> Bool {
        guard let input = node.inputs.first, let writer = graph.nodes.first(where: { $0.outputs.contains(input) }),
            let softmax = writer.op as? Softmax
        else { return false }
        return softmax.axis == -1 && !softmax.coerced
    }
}
