import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct GemmTests {
    @Test(arguments: [(true, 1), (false, 1), (true, 2), (true, 33), (false, 33)])
    func equalsTheDefinition(transB: Bool, batch: Int) throws {
        var random = SeededGenerator(seed: 21)
        let (inputs, outputs) = (51, 70)
        let x = Mantissas([batch, inputs], DFPFormat(exponent: -9, minimum: 0, maximum: 4095), &random)
        let rows = (0..<outputs * inputs).map { _ in Int16.random(in: -3000...3000, using: &random) }
        let columns = (0..<inputs * outputs).map { rows[$0 % outputs * inputs + $0 / outputs] }
        let layer = TestLayer(
            shape: transB ? [outputs, inputs] : [inputs, outputs], weights: transB ? rows : columns,
            exponents: (0..<outputs).map { -13 + $0 % 2 },
            bias: (0..<outputs).map { _ in Int32.random(in: -5_000_000...5_000_000, using: &random) }, chunk: 16)
        for format in [nil, DFPFormat(exponent: -8)] {
            var builder = ModelBuilder()
            builder.input("x", ["N", .fixed(inputs)], x.format)
            builder.layer(Gemm(transB: transB), "x", layer, "y", format)
            builder.output("y")
            let units = (0..<batch * outputs).map { index in
                let (row, column) = (index / outputs, index % outputs)
                return NaiveLayer.value(
                    (0..<inputs).map { (rows[column * inputs + $0], x.values[row * inputs + $0]) },
                    bias: layer.bias?[column] ?? 0, chunk: 16,
                    exponent: x.format.exponent + layer.exponents[column] - (format?.exponent ?? 0))
            }
            let expected =
                format.map { Mantissas([batch, outputs], $0, units: units).tensor }
                ?? Tensor(shape: [batch, outputs], floats: units)
            try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected])
        }
    }

    @Test func refusesAlphaThatWasNotFolded() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 1], DFPFormat(exponent: 0))
        builder.layer(
            Gemm(alpha: 2), "x", TestLayer(shape: [1, 1], weights: [1], exponents: [0], bias: nil, chunk: 1), "y", nil)
        builder.output("y")
        let error = try #require(throws: InferenceError.self) { try InferenceModel(builder.model) }
        #expect(error.kind == .unsupported && error.node == "y" && error.operatorName == "Gemm")
    }
}
