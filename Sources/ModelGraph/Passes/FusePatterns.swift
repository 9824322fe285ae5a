/// Replaces what `FusionTable` knows. Nodes whose values nobody reads any more are removed by another pass.
enum FusePatterns {
    static func run(_ graph: inout Graph) throws -> Bool {
        let matcher = PatternMatcher(graph)
        let types = try graph.inferTypes()
        var changed = false
        // Replacing a node leaves all others and their values as they are, so that one matcher serves for all.
        for (index, node) in graph.nodes.enumerated() {
            for fusion in FusionTable.fusions {
                guard let match = matcher.match(fusion.pattern, at: node),
                    let (op, inputs) = try fusion.make(match, matcher.graph)
                else { continue }
                // Constants of more axes than x would have given theirs to the result.
                let operands = inputs.map { name in
                    types[name].map { OperatorInput(type: $0, value: graph.constant(name)) }
                }
                guard let output = node.outputs.first, try op.outputTypes(operands).first == types[output] else {
                    continue
                }
                graph.nodes[index].op = op
                graph.nodes[index].inputs = inputs
                changed = true
                break
            }
        }
        return changed
    }
}
