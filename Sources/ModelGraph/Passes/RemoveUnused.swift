/// Removes nodes and initializers that no output depends on.
package enum RemoveUnused {
    static func run(_ graph: inout Graph) throws -> Bool { apply(to: &graph) }

    /// - Returns: whether there was something to remove.
    @discardableResult
    package static func apply(to graph: inout Graph) -> Bool {
        var needed = Set(graph.outputs.map(\.name))
        var kept: [Node] = []
        for node in graph.nodes.reversed() where node.outputs.contains(where: needed.contains) {
            needed.formUnion(node.inputs)
            kept.append(node)
        }
        let initializers = graph.initializers.filter { needed.contains($0.key) }
        let changed = kept.count < graph.nodes.count || initializers.count < graph.initializers.count
        graph.nodes = kept.reversed()
        graph.initializers = initializers
        return changed
    }
}
