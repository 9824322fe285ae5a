import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct SliceTests {
    @Test func takesStridedParts() throws {
        var random = SeededGenerator(seed: 43)
        let x = Mantissas([2, 3, 4, 5], DFPFormat(exponent: -3), &random)
        for format in [x.format, nil] {
            var builder = ModelBuilder()
            builder.input("x", ["N", 3, 4, 5], format)
            builder.constant("starts", Tensor(shape: [2], int64s: [-1, 1]))
            builder.constant("ends", Tensor(shape: [2], int64s: [-100, 1000]))
            builder.constant("axes", Tensor(shape: [2], int64s: [2, -1]))
            builder.constant("steps", Tensor(shape: [2], int64s: [-2, 3]))
            builder.node(Slice(), ["x", "starts", "ends", "axes", "steps"], "y", format)
            builder.output("y")
            var expected: [Float] = []
            for image in 0..<6 {
                for y in [3, 1] {
                    for xx in [1, 4] { expected.append(x.floats[(image * 4 + y) * 5 + xx]) }
                }
            }
            try expectEverywhere(builder.model, ["x": x.tensor], ["y": Tensor(shape: [2, 3, 2, 2], floats: expected)])
        }
    }
}
