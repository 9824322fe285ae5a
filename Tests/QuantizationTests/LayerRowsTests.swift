import ModelGraph
import TestSupport
import Testing

@testable import Quantization

/// Rows times weights, both in the order of the reduction, are what the operator gives.
@Suite struct LayerRowsTests {
    private func check(_ node: Node, _ weights: Tensor, _ input: Tensor, outputs: [Int]) throws {
        let graph = Graph(
            name: "one", inputs: [Port(name: "x", type: TensorType(.float32, input.shape.map { .fixed($0) }))],
            outputs: [Port(name: "y", type: TensorType(.float32, outputs.map { .fixed($0) }))], nodes: [node],
            initializers: ["w": weights])
        let layer = try LayerWeights(node, in: graph)
        let rows = LayerRows(node, layer)
        let expected = try #require(
            try node.op.evaluate(Arguments([input, weights])).first?.floats)
        let channels = layer.outputs / rows.groups
        for group in 0..<rows.groups {
            let found = try rows.rows(of: input, group: group, limit: .max, phase: 0, endingInOne: true)
            let count = found.count / (rows.length + 1)
            let planes = node.op is Conv ? outputs[2...].reduce(1, *) : 1
            #expect(try rows.count(of: input) == count)
            #expect(count == (node.op is Conv ? outputs[0] * planes : outputs.dropLast().reduce(1, *)))
            for row in 0..<count {
                #expect(found[row * (rows.length + 1) + rows.length] == 1)
                for output in 0..<channels {
                    let channel = group * channels + output
                    let sum = (0..<rows.length).reduce(0.0) {
                        $0 + found[row * (rows.length + 1) + $1] * Double(layer.weights[layer.index(channel, $1)])
                    }
                    let (sample, pixel) = row.quotientAndRemainder(dividingBy: planes)
                    let place = (sample * layer.outputs + channel) * planes + pixel
                    // Sums of at most 100 products below 1 in float32.
                    #expect(abs(sum - Double(expected[place])) < 1e-4, "group \(group), row \(row), output \(output)")
                }
            }
        }
    }

    private func tensor(_ shape: [Int], seed: UInt64) -> Tensor {
        var random = SeededGenerator(seed: seed)
        return Tensor(shape: shape, floats: random.floats(shape.reduce(1, *), in: -1...1))
    }

    @Test func ofConvolutions() throws {
        let conv = Conv(
            kernelShape: [3, 2], strides: [2, 1], pads: [1, 0, 1, 1], dilations: [1, 2], group: 2)
        try check(
            Node(name: "conv", op: conv, inputs: ["x", "w"], outputs: ["y"]), tensor([6, 4, 3, 2], seed: 1),
            tensor([2, 8, 7, 6], seed: 2), outputs: [2, 6, 4, 5])
        let line = Conv(kernelShape: [3], strides: [1], pads: [1, 1], dilations: [1])
        try check(
            Node(name: "line", op: line, inputs: ["x", "w"], outputs: ["y"]), tensor([4, 5, 3], seed: 3),
            tensor([1, 5, 9], seed: 4), outputs: [1, 4, 9])
        let volume = Conv(
            kernelShape: [2, 2, 2], strides: [1, 1, 1], pads: Array(repeating: 0, count: 6), dilations: [1, 1, 1])
        try check(
            Node(name: "volume", op: volume, inputs: ["x", "w"], outputs: ["y"]), tensor([3, 2, 2, 2, 2], seed: 5),
            tensor([1, 2, 3, 4, 5], seed: 6), outputs: [1, 3, 2, 3, 4])
    }

    @Test func ofProducts() throws {
        try check(
            Node(name: "gemm", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"]), tensor([4, 9], seed: 7),
            tensor([5, 9], seed: 8), outputs: [5, 4])
        try check(
            Node(name: "product", op: MatMul(), inputs: ["x", "w"], outputs: ["y"]), tensor([9, 4], seed: 9),
            tensor([2, 3, 9], seed: 10), outputs: [2, 3, 4])
    }

    @Test func positionsAreSpreadAndMoveWithThePhase() throws {
        let node = Node(name: "gemm", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
        let weights = tensor([2, 1], seed: 1)
        let graph = Graph(name: "one", inputs: [], outputs: [], nodes: [node], initializers: ["w": weights])
        let rows = LayerRows(node, try LayerWeights(node, in: graph))
        let input = Tensor(shape: [10, 1], floats: (0..<10).map { Float($0) })
        func found(_ limit: Int, _ phase: Int) throws -> [Double] {
            try rows.rows(of: input, group: 0, limit: limit, phase: phase, endingInOne: false)
        }
        #expect(try found(100, 3) == (0..<10).map { Double($0) })
        #expect(try found(4, 0) == [0, 2, 5, 7])
        #expect(try found(4, 4) == [1, 3, 6, 8])
        #expect(throws: GraphError.self) {
            try rows.rows(
                of: Tensor(shape: [2, 2], floats: [1, 2, 3, 4]), group: 0, limit: 1, phase: 0, endingInOne: false)
        }
    }
}
