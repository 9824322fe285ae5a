import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct IdentityTests {
    @Test func isTheSameMemory() throws {
        var random = SeededGenerator(seed: 42)
        let x = Mantissas([2, 3, 4, 5], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 4, 5], x.format)
        builder.node(Identity(), ["x"], "y", x.format)
        builder.node(Relu(), ["x"], "z", x.format)
        builder.output("y")
        builder.output("z")
        let z = Tensor(shape: x.shape, floats: x.floats.map { max($0, 0) })
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": x.tensor, "z": z])
    }
}
