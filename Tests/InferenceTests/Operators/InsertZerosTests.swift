import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct InsertZerosTests {
    @Test(arguments: [DFPFormat(exponent: -3), nil]) func spreadsImages(format: DFPFormat?) throws {
        var random = SeededGenerator(seed: 51)
        let x = Mantissas([2, 3, 2, 3], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 2, 3], format)
        builder.node(InsertZeros(strides: [2, 3]), ["x"], "y", format)
        builder.output("y")
        var expected = [Float](repeating: 0, count: 6 * 3 * 7)
        for (index, value) in x.floats.enumerated() {
            expected[index / 6 * 21 + index / 3 % 2 * 2 * 7 + index % 3 * 3] = value
        }
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": Tensor(shape: [2, 3, 3, 7], floats: expected)])
    }
}
