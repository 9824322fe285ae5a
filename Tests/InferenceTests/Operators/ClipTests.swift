import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ClipTests {
    @Test func clampsMantissas() throws {
        var random = SeededGenerator(seed: 24)
        let x = Mantissas([3, 100], DFPFormat(exponent: -12), &random)
        let format = DFPFormat(exponent: -13)
        var builder = ModelBuilder()
        builder.input("x", ["N", 100], x.format)
        builder.constant("low", Tensor(shape: [], floats: [-1.5]))
        builder.constant("high", Tensor(shape: [], floats: [3]))
        builder.node(Clip(), ["x", "low", "high"], "y", format)
        builder.node(Clip(), ["y", "", "low"], "z")
        builder.output("y")
        builder.output("z")
        let y = Mantissas([3, 100], format, units: x.values.map { Float($0) * 2 }, lower: -1.5, upper: 3)
        let z = Tensor(shape: [3, 100], floats: y.floats.map { min($0, -1.5) })
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": y.tensor, "z": z], saturations: 0)
    }
}
