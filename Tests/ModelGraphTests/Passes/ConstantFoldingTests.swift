import ModelGraph
import Testing

struct ConstantFoldingTests {
    @Test func shapeOfASymbolicBatchBecomesAConstant() throws {
        let graph = try GraphPasses.optimized(
            .test(
                nodes: [
                    .test(Shape(), "x", "s"), .test(Gather(), "s", "zero", "n"), .test(Unsqueeze(), "n", "axes", "u"),
                    .test(Concat(axis: 0), "u", "rest", "target"), .test(Reshape(), "x", "target", "r"),
                    .test(Relu(), "r", "y"),
                ],
                initializers: [
                    "zero": Tensor(shape: [], int64s: [0]), "axes": .list([0]), "rest": .list([32]),
                ]))
        #expect(graph.operators == ["Reshape", "Relu"])
        #expect(graph.initializers[graph.nodes[0].inputs[1]]?.integers == [0, 32])
        #expect(try graph.inferTypes()["y"]?.shape == ["N", 32])
    }

    /// PyTorch's pads: zeros, reshaped to pairs, reversed, transposed, flattened, cast.
    @Test func chainOfPadsBecomesThePadsOfTheConv() throws {
        let graph = try GraphPasses.optimized(
            .test(
                nodes: [
                    .test(ConstantOfShape(value: 0, elementType: .int64), "four", "zeros"),
                    .test(Concat(axis: 0), "pads", "zeros", "all"), .test(Reshape(), "all", "pairs", "matrix"),
                    .test(Slice(), "matrix", "minus1", "end", "first", "minus1", "reversed"),
                    .test(Transpose(perm: [1, 0]), "reversed", "transposed"),
                    .test(Reshape(), "transposed", "minus1", "flat"), .test(Cast(to: .int64), "flat", "cast"),
                    .test(Pad(), "x", "cast", "p"), .test(Conv.plain, "p", "w", "y"),
                ],
                initializers: [
                    "four": .list([4]), "pads": .list([1, 2, 3, 4]), "pairs": .list([-1, 2]), "minus1": .list([-1]),
                    "end": .list([.min]), "first": .list([0]), "w": .ones([2, 2, 1, 1]),
                ]))
        #expect(graph.operators == ["Conv"])
        #expect((graph.nodes[0].op as? Conv)?.pads == [3, 1, 4, 2])
    }

    @Test func matricesAreNoListsOfExtents() throws {
        let graph = Graph.test(
            nodes: [
                .test(Shape(), "x", "s"), .test(Gather(axis: 0), "matrix", "indices", "row"),
                .test(Concat(axis: 0), "s", "row", "y"),
            ],
            initializers: [
                "matrix": Tensor(shape: [2, 2], int64s: [1, 2, 3, 4]), "indices": Tensor(shape: [], int64s: [1]),
            ])
        #expect(throws: Never.self) { try GraphPasses.optimized(graph) }
    }
}
