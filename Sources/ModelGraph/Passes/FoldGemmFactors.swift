/// Gemm's alpha goes into its constant weights, beta into its constant C, and C becomes one value per column.
enum FoldGemmFactors {
    static func run(_ graph: inout Graph) throws -> Bool {
        for (index, node) in graph.nodes.enumerated() {
            guard var gemm = node.op as? Gemm, let weights = graph.constant(node.inputs[1]), weights.shape.count == 2,
                let floats = weights.floats
            else { continue }
            let columns = weights.shape[gemm.transB ? 0 : 1]
            let hasC = node.inputs.count > 2 && !node.inputs[2].isEmpty
            var bias: Tensor?
            if hasC {
                guard let c = graph.constant(node.inputs[2]), let values = c.floats,
                    c.count == 1 || (c.count == columns && c.shape.last == columns)
                else { continue }
                bias = Tensor(
                    shape: [columns],
                    floats: (0..<columns).map { (c.count == 1 ? values[0] : values[$0]) * gemm.beta })
            }
            let needsBias = hasC && (gemm.beta != 1 || graph.constant(node.inputs[2])?.shape != [columns])
            guard gemm.alpha != 1 || needsBias || (!hasC && gemm.beta != 1) else { continue }
            if gemm.alpha != 1 {
                let scaled = Tensor(shape: weights.shape, floats: floats.map { $0 * gemm.alpha })
                graph.nodes[index].inputs[1] = graph.addInitializer(scaled, near: node.inputs[1] + ".scaled")
            }
            if needsBias, let bias {
                graph.nodes[index].inputs[2] = graph.addInitializer(bias, near: node.inputs[2] + ".bias")
            }
            gemm.alpha = 1
            gemm.beta = 1
            graph.nodes[index].op = gemm
            return true
        }
        return false
    }
}
