import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct LayerNormalizationTests {
    /// Over the last axis and over two, of mantissas and of floats, with and without a bias: close to the definition, and the
    /// same everywhere.
    @Test(arguments: [-1, 1], [true, false]) func normalizesRows(axis: Int, isInteger: Bool) throws {
        var random = SeededGenerator(seed: 61)
        let x = Mantissas([2, 3, 20], DFPFormat(exponent: -12), &random)
        let shape = axis == 1 ? [3, 20] : [20], count = shape.reduce(1, *)
        let scale = Tensor(shape: shape, floats: random.floats(count, in: 0...2))
        let bias = Tensor(shape: shape, floats: random.floats(count))
        let format = DFPFormat(exponent: -12)
        for hasBias in [true, false] {
            var builder = ModelBuilder()
            builder.input("x", ["N", 3, 20], isInteger ? x.format : nil)
            builder.constant("scale", scale)
            builder.constant("bias", bias)
            let op = LayerNormalization(axis: axis, epsilon: 1e-5)
            let names = ["x", "scale"] + (hasBias ? ["bias"] : [])
            builder.node(op, names, "y", nil)
            builder.node(op, names, "q", format)
            builder.output("y")
            builder.output("q")
            let first = try InferenceTests.run(builder.model, ["x": x.tensor])
            let y = try #require(first.outputs["y"]?.floats)
            let defined = try op.outputs(Arguments([x.tensor, scale] + (hasBias ? [bias] : [])))[0].floats ?? []
            for (a, b) in zip(y, defined) { #expect(abs(a - b) < 2e-6 * max(1, abs(b))) }
            let q = Mantissas(x.shape, format, units: y.map { $0 * 4096 }).tensor
            try expectEverywhere(
                builder.model, ["x": x.tensor], ["y": Tensor(shape: x.shape, floats: y), "q": q])
        }
    }

    @Test func withAComputedScaleItIsComputedAsDefined() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2], nil)
        builder.input("s", [2], nil)
        builder.node(LayerNormalization(epsilon: 0), ["x", "s"], "y")
        builder.output("y")
        try expectEverywhere(
            builder.model,
            ["x": Tensor(shape: [1, 2], floats: [1, 3]), "s": Tensor(shape: [2], floats: [2, 5])],
            ["y": Tensor(shape: [1, 2], floats: [-2, 5])])
    }
}
