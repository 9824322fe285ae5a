import ModelGraph
import Testing

struct FuseResidualAddTests {
    private let weights = ["w": Tensor.ones([2, 2, 1, 1])]

    @Test func blockOfAResNetIsOneConv() throws {
        let graph = try GraphPasses.optimized(
            .test(
                nodes: [.test(Conv.plain, "x", "w", "c"), .test(Add(), "c", "x", "a"), .test(Relu(), "a", "y")],
                initializers: weights))
        #expect(graph.operators == ["Conv"])
        #expect(graph.nodes[0].inputs == ["x", "w", "", "x"])
        #expect((graph.nodes[0].op as? Conv)?.epilogue == Epilogue(addsResidual: true, minimum: 0))
    }

    @Test func notWithBroadcasting() throws {
        var graph = Graph.test(
            input: [1, 2, 4, 4], nodes: [.test(Conv.plain, "x", "w", "c"), .test(Add(), "c", "z", "y")],
            initializers: weights)
        graph.inputs.append(Port(name: "z", type: TensorType(.float32, [1, 2, 1, 1])))
        #expect(try GraphPasses.optimized(graph).operators == ["Conv", "Add"])
    }

    @Test func notOfAValueThatOthersRead() throws {
        let nodes: [Node] = [.test(Conv.plain, "x", "w", "c"), .test(Add(), "c", "x", "y")]
        #expect(
            try GraphPasses.optimized(.test(nodes: nodes, initializers: weights, outputs: ["y", "c"])).operators
                == ["Conv", "Add"])
    }

    @Test func aResidualIsCheckedAgainstTheResult() {
        let op = Conv(kernelShape: [], strides: [], pads: [], dilations: [], epilogue: Epilogue(addsResidual: true))
        let x = OperatorInput(type: TensorType(.float32, [1, 2, 4, 4]))
        let w = OperatorInput(type: TensorType(.float32, [2, 2, 1, 1]))
        #expect(throws: GraphError.self) { try op.outputTypes([x, w]) }
        #expect(throws: GraphError.self) { try op.outputTypes([x, w, nil, w]) }
        #expect(throws: GraphError.self) { try Conv.plain.outputTypes([x, w, nil, x]) }
        #expect(throws: Never.self) { try op.outputTypes([x, w, nil, x]) }
    }
}
