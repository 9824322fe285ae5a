/// A Relu, or a Clip with constant bounds, becomes the clamp of the epilogue of the Conv, Gemm, MatMul or Add before it.
enum FuseActivation {
    static func run(_ graph: inout Graph) throws -> Bool {
        let uses = GraphUses(graph)
        let types = try graph.inferTypes()
        // All that are found, in one go: a graph may have thousands, and types are a matter of the whole graph.
        var removed: Set<Int> = []
        for (index, node) in graph.nodes.enumerated() {
            guard let (minimum, maximum) = bounds(node, graph), let value = node.inputs.first,
                let writer = uses.writer(value), !removed.contains(writer), uses.soleReader(value) == index,
                graph.mayHaveEpilogue(graph.nodes[writer]), types[value]?.elementType == .float32,
                let op = clamped(graph.nodes[writer].op, minimum, maximum)
            else { continue }
            graph.nodes[writer].op = op
            graph.nodes[writer].outputs = node.outputs
            removed.insert(index)
        }
        graph.nodes = graph.nodes.indices.filter { !removed.contains($0) }.map { graph.nodes[$0] }
        return !removed.isEmpty
    }

    private static func bounds(_ node: Node, _ graph: Graph) -> (Float?, Float?)? {
        if node.op is Relu { return (0, nil) }
        guard node.op is Clip else { return nil }
        var bounds: [Float?] = [nil, nil]
        for position in 1...2 where position < node.inputs.count && !node.inputs[position].isEmpty {
            guard let bound = graph.scalar(node.inputs[position]), !bound.isNaN else { return nil }
            bounds[position - 1] = bound
        }
        // An empty range is ONNX's to define (the maximum wins) and not worth a fusion.
        if let minimum = bounds[0], let maximum = bounds[1], minimum > maximum { return nil }
        return (bounds[0], bounds[1])
    }

    private static func clamped(_ op: any Operator, _ minimum: Float?, _ maximum: Float?) -> (any Operator)? {
        func epilogue(_ epilogue: Epilogue) -> Epilogue? {
            guard epilogue.minimum == nil, epilogue.maximum == nil else { return nil }
            return Epilogue(addsResidual: epilogue.addsResidual, minimum: minimum, maximum: maximum)
        }
        switch op {
        case var conv as Conv:
            guard let fused = epilogue(conv.epilogue) else { return nil }
            conv.epilogue = fused
            return conv
        case var gemm as Gemm:
            guard let fused = epilogue(gemm.epilogue) else { return nil }
            gemm.epilogue = fused
            return gemm
        case var matmul as MatMul:
            guard let fused = epilogue(matmul.epilogue) else { return nil }
            matmul.epilogue = fused
            return matmul
        case var add as Add:
            guard let fused = epilogue(add.epilogue) else { return nil }
            add.epilogue = fused
            return add
        default:
            return nil
        }
    }
}
