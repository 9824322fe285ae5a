import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct MatMulTests {
    @Test func multipliesRowsOfAnyRank() throws {
        var random = SeededGenerator(seed: 22)
        let x = Mantissas([2, 3, 10], DFPFormat(exponent: -9, minimum: -999, maximum: 999), &random)
        let r = Mantissas([2, 3, 6], DFPFormat(exponent: -7), &random)
        let weights = (0..<60).map { _ in Int16.random(in: -3000...3000, using: &random) }
        let layer = TestLayer(
            shape: [10, 6], weights: weights, exponents: [-9, -9, -9, -8, -8, -8], bias: nil, chunk: 10)
        let format = DFPFormat(exponent: -6)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 10], x.format)
        builder.input("r", ["N", 3, 6], r.format)
        builder.layer(MatMul(epilogue: Epilogue(addsResidual: true)), "x", layer, residual: "r", "y", format)
        builder.output("y")
        let units = (0..<36).map { index in
            NaiveLayer.value(
                (0..<10).map { (weights[$0 * 6 + index % 6], x.values[index / 6 * 10 + $0]) }, bias: 0, chunk: 10,
                exponent: x.format.exponent + layer.exponents[index % 6] - format.exponent,
                residual: Float(r.values[index]) * powerOfTwo(r.format.exponent - format.exponent))
        }
        let expected = Mantissas([2, 3, 6], format, units: units).tensor
        try expectEverywhere(builder.model, ["x": x.tensor, "r": r.tensor], ["y": expected])
    }

    @Test func refusesAProductOfTwoActivations() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 4], DFPFormat(exponent: 0))
        builder.node(MatMul(), ["x", "x"], "y")
        builder.output("y")
        #expect(throws: InferenceError.self) { try InferenceModel(builder.model).plan(inputShapes: ["x": [4, 4]]) }
    }
}
