/// Parts of graphs that exporters write for one operator, with the operator that takes their place.
struct Fusion: Sendable {
    /// What it makes, and of what: `Gelu (erf), half last`.
    let name: String
    let pattern: GraphPattern
    /// The operator and its inputs; nil where the match is none after all.
    let make: @Sendable (PatternMatch, Graph) throws -> (op: any Operator, inputs: [String])?
}

/// All fusions that are data: the first that matches a node is taken.
enum FusionTable {
    static let fusions: [Fusion] = gelu + tanhGelu + layerNormalization + gates + l2Normalization

    private static let x = GraphPattern.value("x")

    private static func add(_ a: GraphPattern, _ b: GraphPattern) -> GraphPattern { .node("Add", [a, b]) }
    private static func mul(_ a: GraphPattern, _ b: GraphPattern) -> GraphPattern { .node("Mul", [a, b]) }
    private static func div(_ a: GraphPattern, _ b: GraphPattern) -> GraphPattern { .node("Div", [a, b]) }

    /// x * (1 + g) / 2 in the orders in which the three factors are multiplied.
    private static func halved(_ name: String, _ onePlus: GraphPattern, _ op: Gelu) -> [Fusion] {
        let half = GraphPattern.scalar(0.5)
        return [
            ("half last", mul(mul(x, onePlus), half)), ("half first", mul(mul(x, half), onePlus)),
            ("half inside", mul(x, mul(onePlus, half))),
        ].map { order, pattern in
            Fusion(name: "Gelu (\(name)), \(order)", pattern: pattern) { match, _ in (op, [match.value("x")]) }
        }
    }

    private static let gelu: [Fusion] = [
        ("erf, division", GraphPattern.node("Erf", [div(x, .scalar(1.4142135))])),
        ("erf, product", GraphPattern.node("Erf", [mul(x, .scalar(0.70710677))])),
    ].flatMap { name, erf in halved(name, add(erf, .scalar(1)), Gelu()) }

    private static let tanhGelu: [Fusion] = [
        ("tanh, power", GraphPattern.node("Pow", [x, .scalar(3)])), ("tanh, products", mul(mul(x, x), x)),
    ].flatMap { name, cube -> [Fusion] in
        // sqrt(2 / pi) * (x + 0.044715 x^3)
        let inner = mul(add(x, mul(cube, .scalar(0.044715))), .scalar(0.7978846))
        return halved(name, add(.node("Tanh", [inner]), .scalar(1)), Gelu(approximate: .tanh))
    }

    private static let layerNormalization: [Fusion] = {
        let mean = GraphPattern.node("ReduceMean", [x])
        let centred = GraphPattern.named("centred", .node("Sub", [x, mean]))
        let again = GraphPattern.value("centred")
        return [
            ("power", GraphPattern.node("Pow", [again, .scalar(2)])), ("product", mul(again, again)),
        ].flatMap { name, square -> [Fusion] in
            let deviation = GraphPattern.node("Sqrt", [add(.node("ReduceMean", [square]), .constant("epsilon"))])
            let normalized = div(centred, deviation)
            let scaled = mul(normalized, .constant("scale"))
            return [
                Fusion(
                    name: "LayerNormalization, \(name)", pattern: add(scaled, .constant("bias")),
                    make: layerNormalization)
            ]
        }
    }()

    private static func layerNormalization(
        _ match: PatternMatch, _ graph: Graph
    ) throws -> (op: any Operator, inputs: [String])? {
        guard let epsilon = graph.scalar(match.value("epsilon")),
            let scale = graph.constant(match.value("scale")), let bias = graph.constant(match.value("bias")),
            scale.shape.count == 1, scale.shape == bias.shape, let means = match.nodes["ReduceMean"], means.count == 2
        else { return nil }
        // Both means over the last axis, which stays.
        for node in means {
            guard let reduce = node.op as? ReduceMean, reduce.keepDims, node.inputs.count == 2,
                let axes = graph.constant(node.inputs[1])?.integers
            else { return nil }
            if axes == [-1] { continue }
            guard let rank = try graph.inferTypes()[match.value("x")]?.shape.count, axes == [rank - 1] else {
                return nil
            }
        }
        let op = LayerNormalization(axis: -1, epsilon: epsilon)
        return (op, [match.value("x"), match.value("scale"), match.value("bias")])
    }

    private static let gates: [Fusion] = {
        let clipped = GraphPattern.node("Clip", [add(x, .scalar(3)), .constant("low"), .constant("high")])
        let isRelu6 = { @Sendable (match: PatternMatch, graph: Graph) in
            graph.scalar(match.value("low")) == 0 && graph.scalar(match.value("high")) == 6
        }
        let sixth = Float(1) / 6
        return [
            Fusion(name: "HardSwish, division last", pattern: div(mul(x, clipped), .scalar(6))) { match, graph in
                isRelu6(match, graph) ? (HardSwish(), [match.value("x")]) : nil
            },
            Fusion(name: "HardSwish, product last", pattern: mul(mul(x, clipped), .scalar(sixth))) { match, graph in
                isRelu6(match, graph) ? (HardSwish(), [match.value("x")]) : nil
            },
            Fusion(name: "HardSigmoid, division", pattern: div(clipped, .scalar(6))) { match, graph in
                isRelu6(match, graph) ? (HardSigmoid(alpha: sixth, beta: 0.5), [match.value("x")]) : nil
            },
            Fusion(name: "HardSigmoid, product", pattern: mul(clipped, .scalar(sixth))) { match, graph in
                isRelu6(match, graph) ? (HardSigmoid(alpha: sixth, beta: 0.5), [match.value("x")]) : nil
            },
            Fusion(name: "Mish", pattern: mul(x, .node("Tanh", [.node("Softplus", [x])]))) { match, _ in
                (Mish(), [match.value("x")])
            },
        ]
    }()

    private static let l2Normalization: [Fusion] = {
        let norm = GraphPattern.node("ReduceL2", [x])
        let raised = GraphPattern.node("Clip", [norm, .constant("epsilon")])
        return [
            ("bare", norm), ("with epsilon", raised),
            ("expanded", .node("Expand", [norm])), ("expanded, with epsilon", .node("Expand", [raised])),
        ].map { name, divisor in
            Fusion(name: "LpNormalization, \(name)", pattern: div(x, divisor), make: l2Normalization)
        }
    }()

    private static func l2Normalization(
        _ match: PatternMatch, _ graph: Graph
    ) throws -> (op: any Operator, inputs: [String])? {
        guard let node = match.nodes["ReduceL2"]?.first, let reduce = node.op as? ReduceL2, reduce.keepDims,
            node.inputs.count == 2, let axes = graph.constant(node.inputs[1])?.integers, axes.count == 1
        else { return nil }
        var epsilon: Float?
        if let clip = match.nodes["Clip"]?.first {
            guard clip.inputs.count == 2 || clip.inputs[2].isEmpty, let low = graph.scalar(match.value("epsilon"))
            else {
                return nil
            }
            epsilon = low
        }
        // Without an epsilon rows of zeros become NaN, which LpNormalization does not make.
        guard let epsilon, epsilon > 0 else { return nil }
        return (LpNormalization(axis: axes[0], p: 2, epsilon: epsilon), [match.value("x")])
    }
}
