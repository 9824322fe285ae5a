import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ShapeTests {
    /// Reshape(x, Concat(Gather(Shape(x), 0), -1)), as exporters write Flatten.
    @Test func feedsShapeArithmetic() throws {
        var random = SeededGenerator(seed: 44)
        let x = Mantissas([3, 4, 2, 2], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 4, 2, 2], x.format)
        builder.constant("zero", Tensor(shape: [], int64s: [0]))
        builder.constant("axis", Tensor(shape: [1], int64s: [0]))
        builder.constant("rest", Tensor(shape: [1], int64s: [-1]))
        builder.node(Shape(), ["x"], "shape")
        builder.node(Gather(), ["shape", "zero"], "batch")
        builder.node(Unsqueeze(), ["batch", "axis"], "batches")
        builder.node(Concat(axis: 0), ["batches", "rest"], "target")
        builder.node(Reshape(), ["x", "target"], "y", x.format)
        builder.output("y")
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": x.tensor.reshaped(to: [3, 16])])
    }

    @Test func arithmeticIsDoneWhenThePlanIsMade() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 4, 6], nil)
        builder.constant("two", Tensor(shape: [1], int64s: [2]))
        builder.constant("start", Tensor(shape: [1], int64s: [1]))
        builder.constant("end", Tensor(shape: [1], int64s: [3]))
        builder.node(Shape(), ["x"], "shape")
        builder.node(Slice(), ["shape", "start", "end"], "spatial")
        builder.node(Mul(), ["spatial", "two"], "double")
        builder.node(Div(), ["double", "spatial"], "twos")
        builder.node(Add(), ["twos", "double"], "sum")
        builder.node(Sub(), ["sum", "two"], "result")
        builder.node(Cast(to: .float32), ["result"], "y")
        builder.output("y")
        let x = Tensor(shape: [1, 4, 6], floats: [Float](repeating: 0, count: 24))
        try expectEverywhere(builder.model, ["x": x], ["y": Tensor(shape: [2], floats: [8, 12])])
    }
}
