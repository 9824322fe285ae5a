import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct BatchNormalizationTests {
    @Test func isOneMultiplicationAndAdditionPerChannel() throws {
        var random = SeededGenerator(seed: 28)
        let x = Mantissas([2, 5, 6, 4], DFPFormat(exponent: -12), &random)
        let format = DFPFormat(exponent: -11)
        let (scale, b, mean) = (random.floats(5), random.floats(5), random.floats(5))
        let variance = random.floats(5, in: 0.5...2)
        var builder = ModelBuilder()
        builder.input("x", ["N", 5, 6, 4], x.format)
        for (name, floats) in [("s", scale), ("b", b), ("m", mean), ("v", variance)] {
            builder.constant(name, Tensor(shape: [5], floats: floats))
        }
        builder.node(BatchNormalization(epsilon: 1e-3), ["x", "s", "b", "m", "v"], "y", format)
        builder.output("y")
        let units = x.values.enumerated().map { index, value in
            let c = index / 24 % 5
            let factor = scale[c] / (variance[c] + 1e-3).squareRoot()
            let addend = b[c] - mean[c] * factor
            return Float(value) * (factor * 0.5) + addend * 2048
        }
        let expected = Mantissas(x.shape, format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }
}
