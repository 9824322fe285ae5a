import ModelGraph
import Testing

struct FuseActivationTests {
    private let weights = [
        "w": Tensor.ones([2, 2, 1, 1]), "zero": .init(shape: [], floats: [0]), "six": .init(shape: [], floats: [6]),
    ]

    @Test func reluAndClipBecomeTheClamp() throws {
        let relu = try GraphPasses.optimized(
            .test(nodes: [.test(Conv.plain, "x", "w", "c"), .test(Relu(), "c", "y")], initializers: weights))
        #expect(relu.operators == ["Conv"])
        #expect((relu.nodes[0].op as? Conv)?.epilogue == Epilogue(minimum: 0))
        let clip = try GraphPasses.optimized(
            .test(
                nodes: [.test(Conv.plain, "x", "w", "c"), .test(Clip(), "c", "zero", "six", "y")], initializers: weights
            ))
        #expect((clip.nodes[0].op as? Conv)?.epilogue == Epilogue(minimum: 0, maximum: 6))
    }

    @Test func notOfAValueThatOthersRead() throws {
        let nodes: [Node] = [.test(Conv.plain, "x", "w", "c"), .test(Relu(), "c", "y")]
        #expect(
            try GraphPasses.optimized(.test(nodes: nodes, initializers: weights, outputs: ["y", "c"])).nodes.count == 2)
        let second = nodes + [.test(Sigmoid(), "c", "s")]
        #expect(
            try GraphPasses.optimized(.test(nodes: second, initializers: weights, outputs: ["y", "s"])).nodes.count == 3
        )
    }

    @Test func notOfAnEmptyRange() throws {
        let graph = Graph.test(
            nodes: [.test(Conv.plain, "x", "w", "c"), .test(Clip(), "c", "six", "zero", "y")], initializers: weights)
        #expect(try GraphPasses.optimized(graph).operators == ["Conv", "Clip"])
    }
}
