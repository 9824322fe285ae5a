import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct CastTests {
    @Test func ofFloatsToThemselvesIsFree() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2], nil)
        builder.node(Cast(to: .float32), ["x"], "y")
        builder.output("y")
        let x = Tensor(shape: [1, 2], floats: [1, 2])
        try expectEverywhere(builder.model, ["x": x], ["y": x])
    }

    @Test func ofActivationsToIntegersIsComputedAsDefined() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2], nil)
        builder.node(Cast(to: .int64), ["x"], "whole")
        builder.node(Cast(to: .float32), ["whole"], "y")
        builder.output("y")
        try expectEverywhere(
            builder.model, ["x": Tensor(shape: [1, 2], floats: [1.9, -2.9])],
            ["y": Tensor(shape: [1, 2], floats: [1, -2])])
    }
}
