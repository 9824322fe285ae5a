import FixedPoint
import Foundation
import Inference
import ModelGraph
import TestSupport
import Testing

struct SoftmaxTests {
    @Test(arguments: [1, -1])
    func sumsToOne(axis: Int) throws {
        var random = SeededGenerator(seed: 35)
        let x = Mantissas([2, 40, 1, 3], DFPFormat(exponent: -12), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 40, 1, 3], x.format)
        builder.node(Softmax(axis: axis), ["x"], "y")
        builder.node(Softmax(axis: axis), ["x"], "q", DFPFormat(exponent: -15))
        builder.output("y")
        builder.output("q")
        let first = try run(builder.model, ["x": x.tensor])
        let y = try #require(first.outputs["y"]), values = y.floats ?? []
        let (length, stride) = axis == 1 ? (40, 3) : (3, 1)
        for start in values.indices where start / stride % length == 0 {
            let indices = (0..<length).map { start + $0 * stride }
            let exponentials = indices.map { Double(x.floats[$0]) }.map { exp($0) }
            let sum = exponentials.reduce(0, +)
            for (index, exponential) in zip(indices, exponentials) {
                #expect(abs(Double(values[index]) - exponential / sum) < 1e-6)
            }
        }
        let q = Mantissas(x.shape, DFPFormat(exponent: -15), units: values.map { $0 * 32768 }).tensor
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": y, "q": q])
    }

    @Test func takesAnAxisInTheMiddle() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2, 2, 2], nil)
        builder.node(Softmax(axis: 2), ["x"], "y")
        builder.output("y")
        let x = Tensor(shape: [1, 2, 2, 2], floats: [0, 1, 0, 1, 2, 3, 2, 3])
        let y = Tensor(shape: [1, 2, 2, 2], floats: [Float](repeating: 0.5, count: 8))
        try expectEverywhere(builder.model, ["x": x], ["y": y])
    }
}
