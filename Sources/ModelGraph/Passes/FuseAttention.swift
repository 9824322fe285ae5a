/// Finds attention in the chains that exporters write: a product, scaled before or behind it, perhaps a mask, Softmax, a product.
enum FuseAttention {
    /// What a pattern has beside the two products and the Softmax.
    struct Form: Sendable {
        let name: String
        let pattern: GraphPattern
        /// Names of the constants that the scores are multiplied with, and of the one that divides them.
        let factors: [String]
        let divisor: String?
        let hasMask: Bool
    }

    static let forms: [Form] = {
        let (q, k) = (GraphPattern.value("q"), GraphPattern.value("kT"))
        // Longer chains first: a scale that is not taken in would be an operand of its own.
        let sides: [(name: String, q: GraphPattern, k: GraphPattern, factors: [String])] = [
            ("both scaled", .node("Mul", [q, .constant("a")]), .node("Mul", [k, .constant("b")]), ["a", "b"]),
            ("Q scaled", .node("Mul", [q, .constant("a")]), k, ["a"]),
            ("K scaled", q, .node("Mul", [k, .constant("b")]), ["b"]),
            ("bare", q, k, []),
        ]
        return [true, false].flatMap { hasMask in
            sides.flatMap { side -> [Form] in
                let product = GraphPattern.node("MatMul", [side.q, side.k])
                let scaled: [(String, GraphPattern, [String], String?)] = [
                    ("then multiplied", .node("Mul", [product, .constant("c")]), ["c"], nil),
                    ("then divided", .node("Div", [product, .constant("d")]), [], "d"),
                    ("", product, [], nil),
                ]
                return scaled.map { name, scores, factors, divisor in
                    let input = hasMask ? GraphPattern.node("Add", [scores, .value("mask")]) : scores
                    return Form(
                        name: [side.name, name, hasMask ? "masked" : ""].filter { !$0.isEmpty }.joined(separator: ", "),
                        pattern: .node("MatMul", [.node("Softmax", [input]), .value("v")]),
                        factors: side.factors + factors, divisor: divisor, hasMask: hasMask)
                }
            }
        }
    }()

    static func run(_ graph: inout Graph) throws -> Bool {
        guard graph.nodes.contains(where: { $0.op is Softmax }) else { return false }
        let types = try graph.inferTypes()
        let matcher = PatternMatcher(graph)
        for (index, node) in graph.nodes.enumerated() where node.op is MatMul {
            for form in forms {
                guard let match = matcher.match(form.pattern, at: node), let op = attention(match, form, types, graph)
                else { continue }
                let rank = types[match.value("q")]?.shape.count ?? 2
                let k = graph.freeValueName(near: match.value("kT") + ".k")
                graph.nodes[index].op = op
                graph.nodes[index].inputs =
                    [match.value("q"), k, match.value("v")] + (form.hasMask ? [match.value("mask")] : [])
                // Turned back; with the Transpose that made it, it becomes one or none.
                graph.nodes.insert(
                    Node(
                        name: graph.freeNodeName(near: node.name + ".k"),
                        op: Transpose(perm: Array(0..<rank - 2) + [rank - 1, rank - 2]), inputs: [match.value("kT")],
                        outputs: [k]),
                    at: index)
                return true
            }
        }
        return false
    }

    /// The operator, if the match is attention indeed: all of the same leading axes, over the last axis, with one scale.
    private static func attention(
        _ match: PatternMatch, _ form: Form, _ types: [String: TensorType], _ graph: Graph
    ) -> ScaledDotProductAttention? {
        guard let q = types[match.value("q")], let k = types[match.value("kT")], let v = types[match.value("v")],
            let softmax = match.operators(Softmax.self).first, !softmax.coerced,
            match.nodes[MatMul.name]?.allSatisfy({ $0.inputs.count == 2 }) == true
        else { return nil }
        let rank = q.shape.count
        guard rank >= 3, k.shape.count == rank, v.shape.count == rank, softmax.axis == -1 || softmax.axis == rank - 1,
            [q, k, v].allSatisfy({ $0.elementType == .float32 }), graph.constant(match.value("v")) == nil,
            graph.constant(match.value("q")) == nil, graph.constant(match.value("kT")) == nil
        else { return nil }
        let leading = q.shape.dropLast(2)
        guard leading == k.shape.dropLast(2), leading == v.shape.dropLast(2) else { return nil }
        if form.hasMask {
            let scores = Array(q.shape.dropLast()) + [k.shape[rank - 1]]
            guard let mask = types[match.value("mask")], mask.elementType == .float32, mask.shape.count <= rank,
                zip(mask.shape.reversed(), scores.reversed()).allSatisfy({ $0 == $1 || $0.fixed == 1 })
            else { return nil }
        }
        var scale: Float = 1
        for name in form.factors {
            guard let factor = graph.scalar(match.value(name)), isScalar(match.value(name), graph, rank) else {
                return nil
            }
            scale *= factor
        }
        if let name = form.divisor {
            guard let divisor = graph.scalar(match.value(name)), isScalar(match.value(name), graph, rank) else {
                return nil
            }
            scale /= divisor
        }
        return scale.isFinite ? ScaledDotProductAttention(scale: scale) : nil
    }

    /// Whether a constant of one element leaves the shape of what it is multiplied with as it is.
    private static func isScalar(_ name: String, _ graph: Graph, _ rank: Int) -> Bool {
        (graph.constant(name)?.shape.count ?? .max) <= rank
    }
}
