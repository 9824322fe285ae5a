import ModelGraph
import Testing

struct FoldBatchNormalizationTests {
    /// scale 4, shift 1, mean 3, variance 4: 2 x - 5.
    private let parameters = [
        "w": Tensor.ones([2, 2, 1, 1]), "scale": Tensor(shape: [2], floats: [4, 4]),
        "shift": Tensor.ones([2]), "mean": Tensor(shape: [2], floats: [3, 3]),
        "variance": Tensor(shape: [2], floats: [4, 4]),
    ]
    private let nodes: [Node] = [
        .test(Conv.plain, "x", "w", "c"),
        .test(BatchNormalization(epsilon: 0), "c", "scale", "shift", "mean", "variance", "y"),
    ]

    @Test func becomesWeightsAndBias() throws {
        let graph = try GraphPasses.optimized(.test(nodes: nodes, initializers: parameters))
        #expect(graph.operators == ["Conv"])
        #expect(graph.initializers[graph.nodes[0].inputs[1]]?.floats == [2, 2, 2, 2])
        #expect(graph.initializers[graph.nodes[0].inputs[2]]?.floats == [-5, -5])
    }

    @Test func notOfAValueThatIsGivenOut() throws {
        let graph = try GraphPasses.optimized(.test(nodes: nodes, initializers: parameters, outputs: ["y", "c"]))
        #expect(graph.operators == ["Conv", "BatchNormalization"])
    }

    @Test func notIntoAGemmWithAValuePerRow() throws {
        var initializers = parameters
        initializers["w"] = .ones([3, 2])
        initializers["rows"] = .ones([2, 1])
        let graph = try GraphPasses.optimized(
            .test(
                input: [2, 3],
                nodes: [
                    .test(Gemm(), "x", "w", "rows", "c"),
                    .test(BatchNormalization(epsilon: 0), "c", "scale", "shift", "mean", "variance", "y"),
                ], initializers: initializers))
        #expect(graph.operators == ["Gemm", "BatchNormalization"])
    }
}
