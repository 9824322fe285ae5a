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
        for block in [0, -2, 3, 65] {
            var model = Self.convolution()
            model.layers["y"]?.channelBlock = block
            #expect(throws: InferenceError.self, "blocks of \(block)") { try InferenceModel(model) }
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

    /// Steps rely on the element size that a number format implies.
    @Test func refusesFormatsOfOtherValues() throws {
        let format = DFPFormat(exponent: -8)
        var integers = ModelBuilder()
        integers.input("x", ["N", 4], nil)
        integers.node(Cast(to: .int64), ["x"], "y", format)
        integers.node(Cast(to: .float32), ["y"], "z")
        integers.output("z")
        var constants = ModelBuilder()
        constants.input("x", ["N", 4], format)
        constants.constant("c", Tensor(shape: [4], floats: [1, 2, 3, 4]))
        constants.node(Add(), ["x", "c"], "y")
        constants.output("y")
        var named = constants.model, input = constants.model
        constants.node(Identity(), ["y"], "z")
        named.formats["c"] = format
        input.graph.inputs[0].type.elementType = .int64
        var nobody = constants.model
        nobody.formats["nobody"] = format
        for model in [integers.model, named, input, nobody] {
            #expect(throws: InferenceError.self) { try InferenceModel(model) }
        }
    }

    /// A checkpoint is hostile until it is proven: scales that make an infinite result, and NaN with a residual.
    @Test func refusesScalesBeyondFloat32() throws {
        var model = Self.convolution()
        model.formats["y"] = DFPFormat(exponent: -126)
        #expect(throws: InferenceError.self) { try InferenceModel(model) }
    }

    @Test func emptyValuesNeedNoSteps() throws {
        var builder = ModelBuilder()
        let format = DFPFormat(exponent: -8, minimum: 0, maximum: 100)
        builder.input("x", ["N", 4], format)
        builder.constant("starts", Tensor(shape: [1], int64s: [0]))
        builder.constant("ends", Tensor(shape: [1], int64s: [0]))
        builder.node(Slice(), ["x", "starts", "ends"], "none", format)
        builder.layer(
            MatMul(), "none",
            TestLayer(shape: [4, 3], weights: [Int16](repeating: 1, count: 12), exponents: [0, 0, 0], chunk: 4), "y",
            format)
        builder.node(Softmax(), ["y"], "z")
        builder.output("z")
        try expectEverywhere(
            builder.model, ["x": Tensor(shape: [2, 4], floats: [Float](repeating: 0, count: 8))],
            ["z": Tensor(shape: [0, 3], floats: [])])
    }

    /// With a batch of 1 an expanded constant has one value per channel; the bits must not show it.
    @Test func constantsThatABatchMakesDoNotChangeTheBits() throws {
        var random = SeededGenerator(seed: 8)
        let format = DFPFormat(exponent: -8)
        var builder = ModelBuilder()
        builder.input("x", ["N", 5], format)
        builder.constant("c", Tensor(shape: [1, 5], floats: random.floats(5)))
        builder.node(Shape(), ["x"], "shape")
        builder.node(Expand(), ["c", "shape"], "wide")
        builder.node(Add(), ["x", "wide"], "y", format)
        builder.output("y")
        let x = Mantissas([3, 5], format, &random)
        let all = try #require(try run(builder.model, ["x": x.tensor]).outputs["y"]?.floats)
        for row in 0..<3 {
            let one = try run(builder.model, ["x": x.sample(row).tensor]).outputs["y"]?.floats
            #expect(one == Array(all[row * 5..<row * 5 + 5]))
        }
    }

    /// Learned queries: a layer that reads an expanded constant keeps to the constant's format.
    @Test func layersReadConstantsInTheirFormat() throws {
        var builder = ModelBuilder()
        let format = DFPFormat(exponent: -3, minimum: -100, maximum: 100)
        builder.input("x", ["N", 2], format)
        builder.constant("c", Tensor(shape: [1, 2], floats: [1.5, 300]))
        builder.node(Shape(), ["x"], "shape")
        builder.node(Expand(), ["c", "shape"], "wide", format)
        builder.layer(
            MatMul(), "wide", TestLayer(shape: [2, 1], weights: [2, 3], exponents: [0], chunk: 2), residual: "y0", "y",
            nil)
        builder.output("y")
        var model = builder.model
        model.graph.initializers["slice"] = Tensor(shape: [1], int64s: [0])
        model.graph.nodes.insert(
            Node(name: "y0", op: Slice(), inputs: ["x", "zero", "one", "axis"], outputs: ["y0"]), at: 0)
        model.graph.initializers["zero"] = Tensor(shape: [1], int64s: [0])
        model.graph.initializers["one"] = Tensor(shape: [1], int64s: [1])
        model.graph.initializers["axis"] = Tensor(shape: [1], int64s: [1])
        model.graph.initializers["slice"] = nil
        model.formats["y0"] = format
        let op = MatMul(epilogue: Epilogue(addsResidual: true))
        let index = try #require(model.graph.nodes.firstIndex { $0.name == "y" })
        model.graph.nodes[index].op = op
        // 300 is cut to 100 steps of 1/8: 2 * 1.5 + 3 * 12.5 + x[0].
        try expectEverywhere(
            model, ["x": Tensor(shape: [2, 2], floats: [1, 0, 2, 0])],
            ["y": Tensor(shape: [2, 1], floats: [41.5, 42.5])])
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
