import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct GatherTests {
    @Test func picksEntries() throws {
        let x = Tensor(shape: [2, 3, 2], floats: Array(stride(from: Float(0), to: 12, by: 1)))
        for format in [DFPFormat(exponent: 0), nil] {
            var builder = ModelBuilder()
            builder.input("x", ["N", 3, 2], format)
            builder.constant("one", Tensor(shape: [], int64s: [-1]))
            builder.constant("two", Tensor(shape: [2], int64s: [2, 0]))
            builder.node(Gather(axis: 1), ["x", "one"], "y", format)
            builder.node(Gather(axis: 1), ["x", "two"], "z", format)
            builder.output("y")
            builder.output("z")
            try expectEverywhere(
                builder.model, ["x": x],
                [
                    "y": Tensor(shape: [2, 2], floats: [4, 5, 10, 11]),
                    "z": Tensor(shape: [2, 2, 2], floats: [4, 5, 0, 1, 10, 11, 6, 7]),
                ])
        }
    }
}
