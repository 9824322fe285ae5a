import ModelGraph
import Testing

@Suite struct SampleIndependenceTests {
    private func isShown(_ graph: Graph) throws -> Bool {
        try graph.hasIndependentSamples(types: graph.inferTypes())
    }

    /// Of x of shape (N, 2, 4, 4), or as given.
    private func isShown(
        _ nodes: [Node], _ initializers: [String: Tensor] = [:], input: [Dimension] = ["N", 2, 4, 4]
    ) throws -> Bool {
        try isShown(Graph.test(input: input, nodes: nodes, initializers: initializers))
    }

    private let weights = Tensor.ones([3, 2, 3, 3])
    private static let pool = MaxPool(dilations: [], kernelShape: [2, 2], pads: [], strides: [])

    @Test func convolutionalNetwork() throws {
        let nodes: [Node] = [
            .test(BatchNormalization(), "x", "c", "c", "c", "v", "b"),
            .test(Conv.plain, "b", "w", "f"),
            .test(Relu(), "f", "r"),
            .test(Add(), "r", "f", "s"),
            .test(Self.pool, "s", "p"),
            .test(GlobalAveragePool(), "p", "g"),
            .test(Flatten(axis: 1), "g", "l"),
            .test(Gemm(transB: true), "l", "m", "z"),
            .test(Softmax(axis: -1), "z", "y"),
        ]
        let initializers = ["c": Tensor.ones([2]), "v": .ones([2]), "w": weights, "m": .ones([5, 3])]
        #expect(try isShown(nodes, initializers))
    }

    @Test func attention() throws {
        let nodes: [Node] = [
            .test(MatMul(), "x", "w", "q"),
            .test(Transpose(perm: [0, 2, 1]), "q", "k"),
            .test(MatMul(), "q", "k", "s"),
            .test(Softmax(axis: -1), "s", "a"),
            .test(MatMul(), "a", "x", "v"),
            .test(LayerNormalization(axis: -1), "v", "g", "b", "n"),
            .test(Gather(axis: 1), "n", "first", "y"),
        ]
        let initializers = [
            "w": Tensor.ones([8, 8]), "g": .ones([8]), "b": .ones([8]), "first": Tensor(shape: [], int64s: [0]),
        ]
        #expect(try isShown(nodes, initializers, input: ["N", 6, 8]))
    }

    @Test(arguments: [[-1, 32], [0, 32], [0, 2, 16], [-1, 4, 2, 4]] as [[Int64]])
    func elementsThatStayWithTheirSample(_ shape: [Int64]) throws {
        #expect(try isShown([.test(Reshape(), "x", "shape", "y")], ["shape": .list(shape)]))
    }

    /// Each mixes samples, or counts them.
    @Test(
        arguments: [
            [.test(Reshape(), "x", "pairs", "y")],
            [.test(Reshape(), "x", "single", "y")],
            [.test(Transpose(perm: [1, 0, 2, 3]), "x", "y")],
            [.test(Transpose(perm: [1, 0, 2, 3]), "x", "t"), .test(Transpose(perm: [1, 0, 2, 3]), "t", "y")],
            [.test(Softmax(axis: 0), "x", "y")],
            [.test(Softmax(axis: -4), "x", "y")],
            [.test(LogSoftmax(axis: 0), "x", "y")],
            [.test(Concat(axis: 0), "x", "x", "y")],
            [.test(Flatten(axis: 0), "x", "y")],
            [.test(Flatten(axis: 1), "x", "f"), .test(Gemm(transA: true), "f", "f", "y")],
            [.test(Shape(), "x", "y")],
            [.test(CumSum(), "x", "zero", "y")],
            [.test(Relu(), "w", "y")],
        ] as [[Node]])
    func whatMixesSamplesIsNotShown(_ nodes: [Node]) throws {
        let initializers = [
            "pairs": Tensor.list([-1, 64]), "single": .list([1, -1]), "zero": Tensor(shape: [], int64s: [0]),
            "w": weights,
        ]
        #expect(try !isShown(nodes, initializers))
    }

    @Test func constantsOfTheBatchAreNotShown() throws {
        let add = [Node.test(Add(), "x", "c", "y")]
        #expect(try isShown(add, ["c": .ones([1, 2, 1, 1])]))
        #expect(try isShown(add, ["c": .ones([4])]))
        #expect(try isShown(add, ["c": .ones([])]))
        // Good for three samples only, and another one for each.
        #expect(try !isShown(add, ["c": .ones([3, 2, 4, 4])]))
    }

    @Test func productOfTwoSamplesMatricesIsNotShown() throws {
        // (N, 4) times (N, 4) transposed: every sample meets every other.
        let nodes: [Node] = [.test(Transpose(perm: [1, 0]), "x", "t"), .test(MatMul(), "x", "t", "y")]
        #expect(try !isShown(nodes, input: ["N", 4]))
        #expect(try isShown([.test(MatMul(), "x", "w", "y")], ["w": .ones([4, 3])], input: ["N", 4]))
    }

    @Test func positionsOfTheLargestAreNotShown() throws {
        // They count from the first element of the batch.
        let pool = Node(name: "p", op: Self.pool, inputs: ["x"], outputs: ["y", "positions"])
        let graph = Graph.test(nodes: [pool])
        #expect(try !isShown(graph))
    }

    @Test func axesThatCountSomethingElseAreNotShown() throws {
        let relu = [Node.test(Relu(), "x", "y")]
        #expect(try isShown(relu))
        #expect(try !isShown(relu, input: [1, 2, 4, 4]))
        #expect(try !isShown(relu, input: ["N", 2, "N"]))
        #expect(try isShown(relu, input: ["N", 2, "width"]))
    }
}
