import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct GlobalMaxPoolTests {
    @Test func takesTheLargestMantissa() throws {
        var random = SeededGenerator(seed: 33)
        let x = Mantissas([3, 9, 7, 5], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 9, 7, 5], x.format)
        builder.node(GlobalMaxPool(), ["x"], "y", x.format)
        builder.output("y")
        let units = windows(x, [7, 5], [1, 1], [0, 0], (1, 1)) { taps, _ in Float(taps.max() ?? 0) }
        let expected = Mantissas([3, 9, 1, 1], x.format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }
}
