import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct InferenceModelTests {
    private static func convolution(
        weight: Int16 = 1000, inputs: Int = 64, chunk: Int = 64, claimed: Int? = nil, bias: Int32 = 0,
        maximum: Int16 = 32767
    ) -> QuantizedGraph {
        var builder = ModelBuilder()
        builder.input("x", ["N", .fixed(inputs), 2, 2], DFPFormat(exponent: -8, minimum: 0, maximum: maximum))
        builder.layer(
            Conv(kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1]), "x",
            TestLayer(
                shape: [1, inputs, 1, 1], weights: [Int16](repeating: weight, count: inputs), exponents: [-10],
                bias: [bias], chunk: chunk), "y", nil, claimed: claimed)
        builder.output("y")
        return builder.model
    }

    @Test func acceptsWhatCannotOverflow() throws {
        // 64 * 1000 * 32767 = 2,097,088,000 < 2^31.
        _ = try InferenceModel(Self.convolution())
        _ = try InferenceModel(Self.convolution(claimed: 2_097_088_000))
    }

    @Test func refusesFalseProofs() throws {
        let models = [
            Self.convolution(inputs: 66, chunk: 66), Self.convolution(bias: 60_000_000),
            Self.convolution(claimed: 2_097_087_999),
        ]
        for model in models {
            let error = try #require(throws: InferenceError.self) { try InferenceModel(model) }
            #expect(error.kind == .falseProof)
            #expect(error.node == "y" && error.operatorName == "Conv")
        }
        _ = try InferenceModel(Self.convolution(inputs: 66, chunk: 64))
    }

    @Test func refusesWhatKernelsCannotCompute() {
        for model in [
            Self.convolution(weight: -32768, inputs: 2, chunk: 2), Self.convolution(chunk: 3),
            Self.convolution(chunk: 0), Self.convolution(chunk: -2),
        ] {
            #expect(throws: InferenceError.self) { try InferenceModel(model) }
        }
        var model = Self.convolution()
        model.formats["x"] = DFPFormat(exponent: 400)
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
        model.formats["x"] = DFPFormat(exponent: 0, minimum: -32768)
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
        model.formats["x"] = nil
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
        model = Self.convolution()
        model.layers["y"]?.weightExponents = []
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
        model = Self.convolution()
        model.layers = [:]
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
    }

    @Test func keepsABoundedNumberOfPlans() throws {
        let model = try InferenceModel(Self.convolution())
        for batch in 1...100 { _ = try model.plan(inputShapes: ["x": [batch, 64, 2, 2]]) }
        #expect(model.cachedPlans == 32)
        let first = try model.plan(inputShapes: ["x": [100, 64, 2, 2]])
        let again = try model.plan(inputShapes: ["x": [100, 64, 2, 2]])
        #expect(first === again)
        #expect(first.macs == 100 * 4 * 64)
        #expect(first.outputShape("y") == [100, 1, 2, 2])
    }

    @Test func sharesPackedWeights() throws {
        var builder = ModelBuilder()
        let format = DFPFormat(exponent: -8, minimum: 0, maximum: 100)
        builder.input("x", ["N", 64, 2, 2], format)
        let op = Conv(kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1])
        let layer = TestLayer(
            shape: [64, 64, 1, 1], weights: [Int16](repeating: 5, count: 4096),
            exponents: [Int](repeating: -6, count: 64), bias: nil, chunk: 64)
        builder.layer(op, "x", layer, "y", format)
        builder.output("y")
        let one = try InferenceModel(builder.model).residentBytes
        builder.node(op, ["y", "y.weight"], "z", format)
        builder.output("z")
        var model = builder.model
        model.layers["z"] = model.layers["y"]
        let two = try InferenceModel(model).residentBytes
        #expect(one >= 8192 && two - one < 4096)
    }

    @Test func saysWhatInputsAre() throws {
        let model = try InferenceModel(Self.convolution())
        #expect(model.inputFormat("x") == DFPFormat(exponent: -8, minimum: 0, maximum: 32767))
        #expect(model.inputFormat("y") == nil)
        #expect(model.inputs.map(\.name) == ["x"] && model.outputs.map(\.name) == ["y"])
    }
}
