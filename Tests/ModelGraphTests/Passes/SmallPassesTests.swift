import ModelGraph
import Testing

struct SmallPassesTests {
    @Test func constantPerChannelBecomesTheBias() throws {
        let nodes: [Node] = [.test(Conv.plain, "x", "w", "c"), .test(Add(), "c", "b", "y")]
        let weights = Tensor.ones([2, 2, 1, 1])
        let fused = try GraphPasses.optimized(
            .test(nodes: nodes, initializers: ["w": weights, "b": .ones([1, 2, 1, 1])]))
        #expect(fused.operators == ["Conv"])
        let other = try GraphPasses.optimized(
            .test(nodes: nodes, initializers: ["w": weights, "b": .ones([1, 1, 4, 4])]))
        #expect(other.operators == ["Conv", "Add"])
    }

    @Test func gemmFactorsGoIntoTheWeights() throws {
        let graph = try GraphPasses.optimized(
            .test(
                input: ["N", 2], nodes: [.test(Gemm(alpha: 2, beta: 3), "x", "w", "c", "y")],
                initializers: ["w": .ones([2, 2]), "c": .ones([1, 2])]))
        #expect(graph.nodes[0].op as? Gemm == Gemm())
        #expect(graph.initializers[graph.nodes[0].inputs[1]]?.floats == [2, 2, 2, 2])
        #expect(graph.initializers[graph.nodes[0].inputs[2]] == Tensor(shape: [2], floats: [3, 3]))
    }

    @Test func swishFiresAndDoesNot() throws {
        let nodes: [Node] = [.test(Sigmoid(), "x", "s"), .test(Mul(), "x", "s", "y")]
        #expect(try GraphPasses.optimized(.test(nodes: nodes)).operators == ["Swish"])
        #expect(try GraphPasses.optimized(.test(nodes: nodes, outputs: ["y", "s"])).operators == ["Sigmoid", "Mul"])
        let hard: [Node] = [.test(HardSigmoid(alpha: 1 / 6, beta: 0.5), "x", "s"), .test(Mul(), "s", "x", "y")]
        #expect(try GraphPasses.optimized(.test(nodes: hard)).operators == ["HardSwish"])
        let other: [Node] = [.test(HardSigmoid(alpha: 0.2, beta: 0.5), "x", "s"), .test(Mul(), "s", "x", "y")]
        #expect(try GraphPasses.optimized(.test(nodes: other)).operators == ["HardSigmoid", "Mul"])
    }

    @Test func meanOfTheSpatialAxesIsAGlobalPool() throws {
        func operators(_ axes: [Int64], keepDims: Bool) throws -> [String] {
            try GraphPasses.optimized(
                .test(
                    nodes: [.test(ReduceMean(keepDims: keepDims), "x", "axes", "y")],
                    initializers: ["axes": .list(axes)])
            ).operators
        }
        #expect(try operators([2, 3], keepDims: true) == ["GlobalAveragePool"])
        #expect(try operators([-1, -2], keepDims: false) == ["GlobalAveragePool", "Flatten"])
        #expect(try operators([1, 2], keepDims: true) == ["ReduceMean"])
    }

    @Test func pooledNamesAreFree() throws {
        let graph = try GraphPasses.optimized(
            .test(
                nodes: [
                    .test(Relu(), "x", "y.pooled", name: "y.flatten"),
                    .test(ReduceMean(keepDims: false), "y.pooled", "axes", "y"),
                ], initializers: ["axes": .list([2, 3])]))
        #expect(graph.operators == ["Relu", "GlobalAveragePool", "Flatten"])
    }

    @Test func identitiesGoAndTheOutputKeepsItsName() throws {
        let graph = try GraphPasses.optimized(
            .test(
                nodes: [
                    .test(Dropout(), "x", "d"), .test(Transpose(perm: [0, 2, 3, 1]), "d", "t"),
                    .test(Transpose(perm: [0, 3, 1, 2]), "t", "u"), .test(Relu(), "u", "r"),
                    .test(Identity(), "r", "y"), .test(Sigmoid(), "d", "unused"),
                ]))
        #expect(graph.operators == ["Relu"])
        #expect(graph.nodes[0].inputs == ["x"] && graph.nodes[0].outputs == ["y"])
    }
}
