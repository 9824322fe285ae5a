import ModelGraph
import Reference
import Testing

@Suite struct ReferenceExecutorTests {
    /// y = relu(x + c) * x
    let graph = Graph(
        name: "small", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 2]))],
        outputs: [Port(name: "y", type: TensorType(.float32, ["N", 2]))],
        nodes: [
            Node(name: "add", op: Add(), inputs: ["x", "c"], outputs: ["sum"]),
            Node(name: "relu", op: Relu(), inputs: ["sum"], outputs: ["positive"]),
            Node(name: "mul", op: Mul(), inputs: ["positive", "x"], outputs: ["y"]),
        ],
        initializers: ["c": floats([1, -1])])
    let x = floats([1, 3, -2, 0], [2, 2])

    @Test func computesOutputs() throws {
        let results = try ReferenceExecutor(graph: graph).run(["x": x])
        #expect(results == ["y": floats([2, 6, 0, 0], [2, 2])])
    }

    @Test func keepsValuesOnRequest() throws {
        let results = try ReferenceExecutor(graph: graph).run(["x": x], keeping: ["sum", "c"])
        #expect(results.keys.sorted() == ["c", "sum", "y"])
        #expect(results["sum"] == floats([2, 2, -1, -1], [2, 2]))
    }

    @Test func showsEveryValueInOrder() throws {
        var names: [String] = []
        _ = try ReferenceExecutor(graph: graph).run(["x": x]) { name, _ in names.append(name) }
        #expect(names == ["x", "sum", "positive", "y"])
    }

    @Test func anOutputMayBeAnInputOrAConstant() throws {
        var graph = graph
        graph.outputs.append(Port(name: "x", type: graph.inputs[0].type))
        graph.outputs.append(Port(name: "c", type: TensorType(.float32, [2])))
        let results = try ReferenceExecutor(graph: graph).run(["x": x])
        #expect(results["x"] == x)
        #expect(results["c"] == floats([1, -1]))
    }

    @Test func namesTheInputThatDoesNotFit() throws {
        let executor = try ReferenceExecutor(graph: graph)
        func kind(_ inputs: [String: Tensor], keeping: Set<String> = []) -> ReferenceError.Kind? {
            do {
                _ = try executor.run(inputs, keeping: keeping)
                return nil
            } catch { return (error as? ReferenceError)?.kind }
        }
        #expect(kind([:]) == .missingInput)
        #expect(kind(["x": x, "z": x]) == .unknownInput)
        #expect(kind(["x": floats([1, 2, 3], [1, 3])]) == .unfitInput)
        #expect(kind(["x": floats([1, 2])]) == .unfitInput)
        #expect(kind(["x": Tensor(shape: [1, 2], int64s: [1, 2])]) == .unfitInput)
        #expect(kind(["x": x], keeping: ["nothing"]) == .unknownValue)
    }

    @Test func extentsOfOneSymbolAgree() throws {
        var graph = graph
        graph.inputs.append(Port(name: "z", type: TensorType(.float32, ["N"])))
        let executor = try ReferenceExecutor(graph: graph)
        _ = try executor.run(["x": x, "z": floats([0, 0])])
        #expect(throws: ReferenceError.self) { try executor.run(["x": x, "z": floats([0])]) }
    }

    @Test func errorsNameTheNode() throws {
        var graph = graph
        graph.initializers["c"] = floats([1, 2, 3])
        let error = #expect(throws: GraphError.self) { try ReferenceExecutor(graph: graph).run(["x": x]) }
        #expect(error?.node == "add")
        #expect(error?.operatorName == "Add")
    }

    @Test func refusesGraphsOutOfOrder() {
        var graph = graph
        graph.nodes.swapAt(0, 1)
        let error = #expect(throws: GraphError.self) { try ReferenceExecutor(graph: graph) }
        #expect(error?.node == "relu")
    }

    @Test func refusesOutputsThatNobodyWrites() {
        var graph = graph
        graph.outputs[0].name = "nowhere"
        #expect(throws: GraphError.self) { try ReferenceExecutor(graph: graph) }
    }
}
