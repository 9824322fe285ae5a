/// The shape of a part of a graph, from its last node backwards.
indirect enum GraphPattern: Sendable {
    /// Any value; one name stands for one value everywhere in the pattern.
    case value(String)
    /// A constant, named like a value.
    case constant(String)
    /// A constant of one float, within 0.01% of this one.
    case scalar(Float)
    /// What an operator makes of its first inputs; optional ones behind them may be there. Add and Mul match in either
    /// order.
    case node(String, [GraphPattern])
    /// What the pattern matches, named.
    case named(String, GraphPattern)
}

/// What a pattern's names stand for in a graph.
struct PatternMatch {
    /// Values by name.
    fileprivate(set) var values: [String: String] = [:]
    /// Nodes by the operator's name, in the order in which they were met.
    fileprivate(set) var nodes: [String: [Node]] = [:]

    func value(_ name: String) -> String { values[name] ?? "" }

    /// The operators of a kind that were met, first the last of the graph.
    func operators<Op: Operator>(_: Op.Type) -> [Op] { nodes[Op.name]?.compactMap { $0.op as? Op } ?? [] }
}

/// Finds patterns in one graph.
struct PatternMatcher {
    let graph: Graph
    private let uses: GraphUses

    init(_ graph: Graph) {
        self.graph = graph
        uses = GraphUses(graph)
    }

    /// The match whose last node is this one.
    func match(_ pattern: GraphPattern, at node: Node) -> PatternMatch? {
        guard case .node(let name, let inputs) = pattern else { return nil }
        var match = PatternMatch()
        return matchNode(name, inputs, node, &match) ? match : nil
    }

    private func matches(_ pattern: GraphPattern, _ value: String, _ match: inout PatternMatch) -> Bool {
        switch pattern {
        case .value(let name):
            guard let known = match.values[name] else {
                match.values[name] = value
                return true
            }
            return known == value
        case .constant(let name): return graph.constant(value) != nil && matches(.value(name), value, &match)
        case .scalar(let expected):
            guard let found = graph.scalar(value) else { return false }
            return abs(found - expected) <= 1e-4 * abs(expected)
        case .named(let name, let inner):
            return matches(inner, value, &match) && matches(.value(name), value, &match)
        case .node(let name, let inputs):
            guard let writer = uses.writer(value), graph.nodes[writer].outputs.first == value else { return false }
            return matchNode(name, inputs, graph.nodes[writer], &match)
        }
    }

    private func matchNode(
        _ name: String, _ patterns: [GraphPattern], _ node: Node, _ match: inout PatternMatch
    ) -> Bool {
        guard node.operatorName == name, node.inputs.count >= patterns.count else { return false }
        // What other passes put into its epilogue would be lost.
        if let op = node.op as? any EpilogueOperator, op.epilogue != .none { return false }
        let isCommutative = patterns.count == 2 && node.inputs.count == 2 && ["Add", "Mul"].contains(name)
        for order in isCommutative ? [[0, 1], [1, 0]] : [Array(patterns.indices)] {
            var attempt = match
            attempt.nodes[name, default: []].append(node)
            if zip(patterns, order).allSatisfy({ matches($0, node.inputs[$1], &attempt) }) {
                match = attempt
                return true
            }
        }
        return false
    }
}
