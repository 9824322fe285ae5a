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

    /// Heads of attention: (N, 2, 3, 5) by (N, 2, 5, 4), and one right factor for all.
    @Test(arguments: [[2, 2, 5, 4], [5, 4]], [15, 12]) func multipliesTwoActivations(bShape: [Int], bits: Int) throws {
        var random = SeededGenerator(seed: 23)
        let limit = Int16(1 << (bits - 1) - 1)
        let a = Mantissas([2, 2, 3, 5], DFPFormat(exponent: -9, minimum: -limit, maximum: limit), &random)
        let b = Mantissas(bShape, DFPFormat(exponent: -7, minimum: -limit, maximum: limit), &random)
        var builder = ModelBuilder()
        builder.input("a", ["N", 2, 3, 5], a.format)
        builder.input("b", (bShape.count == 4 ? ["N"] : [5]) + bShape.dropFirst().map { .fixed($0) }, b.format)
        builder.node(MatMul(), ["a", "b"], "y", nil)
        builder.output("y")
        // Exact sums of as many products as INT32 surely holds, added in float32.
        let length = 2_147_483_647 / (Int(limit) * Int(limit))
        let chunk = length >= 5 ? 5 : length / 2 * 2
        let expected = (0..<4 * 3 * 4).map { index -> Float in
            let (head, row, column) = (index / 12, index / 4 % 3, index % 4)
            var sum: Float = 0
            for begin in stride(from: 0, to: 5, by: chunk) {
                let exact = (begin..<min(5, begin + chunk)).reduce(0) { exact, k in
                    let right = (bShape.count == 4 ? head * 20 : 0) + k * 4 + column
                    return exact + Int(a.values[head * 15 + row * 5 + k]) * Int(b.values[right])
                }
                sum = begin == 0 ? Float(exact) : sum + Float(exact)
            }
            return sum * powerOfTwo(-16)
        }
        try expectEverywhere(
            builder.model, ["a": a.tensor, "b": b.tensor], ["y": Tensor(shape: [2, 2, 3, 4], floats: expected)])
    }

    /// Rows that sum to 1 let both factors keep 16 bits in one exact sum.
    @Test func multipliesProbabilities() throws {
        var random = SeededGenerator(seed: 24)
        let v = Mantissas([1, 64, 3], DFPFormat(exponent: -14), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 4, 64], nil)
        builder.input("v", ["N", 64, 3], v.format)
        builder.node(Softmax(axis: -1), ["x"], "p", DFPFormat(exponent: -15, minimum: 0, maximum: 32767))
        builder.node(MatMul(), ["p", "v"], "y", nil)
        builder.output("y")
        // All alike: every probability is 1/64, which is 512 mantissa steps.
        let expected = (0..<12).map { index in
            Float((0..<64).reduce(0) { $0 + 512 * Int(v.values[$1 * 3 + index % 3]) }) * powerOfTwo(-29)
        }
        try expectEverywhere(
            builder.model, ["x": Tensor(shape: [1, 4, 64], floats: [Float](repeating: 1, count: 256)), "v": v.tensor],
            ["y": Tensor(shape: [1, 4, 3], floats: expected)])
    }

    @Test func refusesFactorsThatDoNotFit() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 4], DFPFormat(exponent: 0))
        builder.node(MatMul(), ["x", "x"], "y")
        builder.output("y")
        #expect(throws: InferenceError.self) { try InferenceModel(builder.model).plan(inputShapes: ["x": [3, 4]]) }
    }
}
