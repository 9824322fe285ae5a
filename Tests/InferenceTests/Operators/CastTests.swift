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

    @Test func refusesActivationsAsIntegers() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2], nil)
        builder.node(Cast(to: .int64), ["x"], "y")
        builder.output("y")
        let error = try #require(throws: InferenceError.self) { try InferenceModel(builder.model) }
        #expect(error.kind == .unsupported && error.node == "y")
    }
}
