import ModelGraph
import Testing

@testable import Quantization

@Suite struct ValueFormatsTests {
    private let vector = TensorType(.float32, ["N", 4])
    private let matrix = Tensor(shape: [4, 4], floats: [Float](repeating: 1, count: 16))

    private func integers(_ nodes: [Node], outputs: [String]) throws -> Set<String> {
        let graph = Graph(
            name: "", inputs: [Port(name: "x", type: vector)], outputs: outputs.map { Port(name: $0, type: vector) },
            nodes: nodes, initializers: ["w": matrix])
        return ValueFormats(graph, types: try graph.inferTypes()).integers
    }

    @Test func scoresAndWhatFollowsThemAreFloat() throws {
        let nodes = [
            Node(name: "1", op: MatMul(), inputs: ["x", "w"], outputs: ["a"]),
            Node(name: "2", op: MatMul(), inputs: ["a", "w"], outputs: ["b"]),
            Node(name: "3", op: Tanh(), inputs: ["b"], outputs: ["c"]),
            Node(name: "4", op: Softmax(axis: -1), inputs: ["c"], outputs: ["d"]),
        ]
        #expect(try integers(nodes, outputs: ["d"]) == ["x", "a"])
    }

    @Test func anOutputThatALayerReadsIsInteger() throws {
        let nodes = [
            Node(name: "1", op: MatMul(), inputs: ["x", "w"], outputs: ["a"]),
            Node(name: "2", op: MatMul(), inputs: ["a", "w"], outputs: ["b"]),
        ]
        #expect(try integers(nodes, outputs: ["a", "b"]) == ["x", "a"])
    }

    @Test func elementwiseOperatorsBetweenLayersAreInteger() throws {
        let nodes = [
            Node(name: "1", op: MatMul(), inputs: ["x", "w"], outputs: ["a"]),
            Node(name: "2", op: Sigmoid(), inputs: ["a"], outputs: ["b"]),
            Node(name: "3", op: Mul(), inputs: ["a", "b"], outputs: ["c"]),
            Node(name: "4", op: MatMul(), inputs: ["c", "w"], outputs: ["d"]),
        ]
        #expect(try integers(nodes, outputs: ["d"]) == ["x", "a", "b", "c"])
    }

    @Test func softmaxBetweenLayersComputesInFloatAndIsQuantized() throws {
        let nodes = [
            Node(name: "1", op: MatMul(), inputs: ["x", "w"], outputs: ["a"]),
            Node(name: "2", op: Softmax(axis: -1), inputs: ["a"], outputs: ["b"]),
            Node(name: "3", op: MatMul(), inputs: ["b", "w"], outputs: ["c"]),
        ]
        #expect(try integers(nodes, outputs: ["c"]) == ["x", "b"])
    }
}
