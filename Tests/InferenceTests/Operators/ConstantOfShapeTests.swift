import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ConstantOfShapeTests {
    /// Pad(x, Concat(pads, ConstantOfShape)), as exporters write static padding.
    @Test func feedsShapeArithmetic() throws {
        var random = SeededGenerator(seed: 45)
        let x = Mantissas([2, 3, 2], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 2], x.format)
        builder.constant("count", Tensor(shape: [1], int64s: [5]))
        builder.constant("last", Tensor(shape: [1], int64s: [1]))
        builder.node(ConstantOfShape(value: 0, elementType: .int64), ["count"], "zeros")
        builder.node(Concat(axis: 0), ["zeros", "last"], "pads")
        builder.node(Pad(), ["x", "pads"], "y", x.format)
        builder.output("y")
        let rows: [Float] = try #require(x.tensor.floats)
        let padded: [Float] = stride(from: 0, to: rows.count, by: 2).flatMap { (i: Int) -> [Float] in
            [rows[i], rows[i + 1], 0]
        }
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": Tensor(shape: [2, 3, 3], floats: padded)])
    }
}
