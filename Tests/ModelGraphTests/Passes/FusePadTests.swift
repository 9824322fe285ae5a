import ModelGraph
import Testing

struct FusePadTests {
    private func optimized(_ pads: [Int64], value: Float = 0, mode: PadMode = .constant, outputs: [String] = ["y"])
        throws -> Graph
    {
        try GraphPasses.optimized(
            .test(
                nodes: [.test(Pad(mode: mode), "x", "pads", "value", "p"), .test(Conv.plain, "p", "w", "y")],
                initializers: [
                    "w": .ones([2, 2, 1, 1]), "pads": .list(pads), "value": Tensor(shape: [], floats: [value]),
                ],
                outputs: outputs))
    }

    @Test func zerosAroundTheSpatialAxesBecomePads() throws {
        let graph = try optimized([0, 0, 1, 2, 0, 0, 3, 4])
        #expect(graph.operators == ["Conv"])
        #expect((graph.nodes[0].op as? Conv)?.pads == [1, 2, 3, 4])
    }

    @Test func nothingElseDoes() throws {
        #expect(try optimized([0, 0, 1, 1, 0, 0, 1, 1], value: 1).nodes.count == 2)
        #expect(try optimized([0, 0, -1, 1, 0, 0, 1, 1]).nodes.count == 2)
        #expect(try optimized([1, 0, 1, 1, 0, 0, 1, 1]).nodes.count == 2)
        #expect(try optimized([0, 0, 1, 1, 0, 0, 1, 1], mode: .edge).nodes.count == 2)
        #expect(try optimized([0, 0, 1, 1, 0, 0, 1, 1], outputs: ["y", "p"]).nodes.count == 2)
    }
}
