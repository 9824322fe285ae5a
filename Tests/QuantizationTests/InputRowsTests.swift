import ModelGraph
import Reference
import TestSupport
import Testing

@testable import Quantization

@Suite struct InputRowsTests {
    struct Case: Sendable {
        var input: [Int]
        var weights: [Int]
        var conv: Conv
    }

    static let cases = [
        Case(
            input: [2, 6, 7, 5], weights: [4, 6, 3, 3],
            conv: Conv(kernelShape: [3, 3], strides: [2, 1], pads: [1, 0, 1, 2], dilations: [1, 1])),
        Case(
            input: [1, 6, 9, 9], weights: [6, 1, 3, 3],
            conv: Conv(kernelShape: [3, 3], strides: [1, 1], pads: [2, 2, 2, 2], dilations: [2, 2], group: 6)),
        Case(
            input: [1, 8, 6, 6], weights: [4, 4, 1, 1],
            conv: Conv(kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: 2)),
        Case(
            input: [2, 3, 4, 5, 6], weights: [2, 3, 2, 3, 3],
            conv: Conv(
                kernelShape: [2, 3, 3], strides: [1, 2, 1], pads: [0, 1, 1, 1, 1, 1], dilations: [1, 1, 1])),
    ]

    /// Rows times weights are the convolution.
    @Test(arguments: cases) func rowsTimesWeightsAreTheConvolution(_ test: Case) throws {
        var random = SeededGenerator(seed: 3)
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor(shape: shape, floats: random.floats(shape.reduce(1, *), in: -1...1))
        }
        let (x, w) = (tensor(test.input), tensor(test.weights))
        let node = Node(name: "n", op: test.conv, inputs: ["x", "w"], outputs: ["y"])
        let graph = Graph(name: "", inputs: [], outputs: [], nodes: [node], initializers: ["w": w])
        let weights = try LayerWeights(node, in: graph)
        let expected = try #require(try test.conv.outputs(Arguments([x, w])).first?.floats)
        let rows = try #require(InputRows(node, weights, input: test.input))
        let positions = rows.positions(limit: 1000, seed: 0)
        #expect(positions == Array(0..<rows.count))
        let got = rows.rows(of: try #require(x.floats), at: positions)
        let wanted = rows.outputs(of: expected, at: positions)
        var largest: Float = 0
        for group in 0..<rows.groups {
            for position in positions {
                for own in 0..<rows.outputs {
                    var sum: Float = 0
                    for r in 0..<rows.reduction {
                        let weight = weights.weights[weights.index(group * rows.outputs + own, r)]
                        sum += weight * got[(group * positions.count + position) * rows.reduction + r]
                    }
                    largest = max(largest, abs(sum - wanted[(group * positions.count + position) * rows.outputs + own]))
                }
            }
        }
        #expect(largest < 1e-4)
    }

    @Test func positionsAreSpreadAndDiffer() throws {
        let node = Node(name: "n", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
        let graph = Graph(
            name: "", inputs: [], outputs: [], nodes: [node],
            initializers: ["w": Tensor(shape: [2, 3], floats: [Float](repeating: 1, count: 6))])
        let rows = try #require(InputRows(node, try LayerWeights(node, in: graph), input: [1000, 3]))
        let (a, b) = (rows.positions(limit: 10, seed: 0), rows.positions(limit: 10, seed: 1))
        #expect(a == (0..<10).map { $0 * 100 })
        #expect(b != a && b.count == 10 && b.allSatisfy { (0..<1000).contains($0) } && b == b.sorted())
        #expect(InputRows(node, try LayerWeights(node, in: graph), input: [1000, 4]) == nil)
    }
}
