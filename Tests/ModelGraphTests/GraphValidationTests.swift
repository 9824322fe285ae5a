import ModelGraph
import Testing

struct GraphValidationTests {
    @Test func ordersNodes() throws {
        let graph = Graph.test(nodes: [.test(Relu(), "a", "y"), .test(Relu(), "x", "a")])
        #expect(try graph.sorted().nodes.map(\.name) == ["a", "y"])
        #expect(throws: GraphError.self) { try graph.validate() }
        try graph.sorted().validate()
    }

    @Test(
        arguments: [
            [.test(Add(), "x", "b", "a"), .test(Relu(), "a", "b"), .test(Relu(), "b", "y")],
            [.test(Relu(), "x", "y"), .test(Relu(), "x", "y", name: "other")],
            [.test(Relu(), "nothing", "y")],
            [.test(Relu(), "x", "x", name: "n"), .test(Relu(), "x", "y")],
            [.test(Relu(), "x", "a")],
            [.test(Relu(), "x", "a", name: "n"), .test(Relu(), "a", "y", name: "n")],
        ] as [[Node]])
    func refusesWhatIsNoGraph(_ nodes: [Node]) {
        #expect(throws: GraphError.self) { try Graph.test(nodes: nodes).sorted() }
    }

    @Test func refusesAnOutputTwice() {
        var graph = Graph.test(nodes: [.test(Relu(), "x", "y")])
        graph.outputs.append(graph.outputs[0])
        #expect(throws: GraphError.self) { try graph.sorted() }
    }

    @Test func equalSymbolsGetEqualNumbers() throws {
        var graph = Graph.test(input: ["N", 3], nodes: [.test(Add(), "x", "z", "y")])
        graph.inputs.append(Port(name: "z", type: TensorType(.float32, ["N", 3])))
        #expect(try graph.inferTypes()["y"]?.shape == ["N", 3])
        #expect(try graph.inferTypes(inputShapes: ["x": [2, 3], "z": [2, 3]])["y"]?.shape == [2, 3])
        #expect(throws: GraphError.self) { try graph.inferTypes(inputShapes: ["x": [2, 3], "z": [4, 3]]) }
        #expect(throws: GraphError.self) { try graph.inferTypes(inputShapes: ["x": [2, 4]]) }
        #expect(throws: GraphError.self) { try graph.inferTypes(inputShapes: ["x": [2]]) }
        #expect(throws: GraphError.self) { try graph.inferTypes(inputShapes: ["x": [-2, 3]]) }
        #expect(throws: GraphError.self) { try graph.inferTypes(inputShapes: ["x": [.max, 3]]) }
    }
}
