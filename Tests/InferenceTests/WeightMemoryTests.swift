import FixedPoint
import Kernels
import ModelGraph
import Testing

@testable import Inference

/// A model keeps its weights once: packed.
struct WeightMemoryTests {
    private static let convolution = Conv(
        kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1])

    /// Two convolutions in a row; `shared`: with the same weights.
    private static func model(shared: Bool) -> QuantizedGraph {
        var builder = ModelBuilder()
        let format = DFPFormat(exponent: -8, minimum: -1023, maximum: 1023)
        builder.input("x", ["N", 2, 3, 3], format)
        let layer = TestLayer(
            shape: [2, 2, 1, 1], weights: [100, -200, 300, 400], exponents: [-8, -8], bias: [5, 6], chunk: 2)
        builder.layer(convolution, "x", layer, "a", format)
        builder.layer(convolution, "a", layer, "b", nil)
        builder.output("b")
        var model = builder.model
        if shared {
            model.graph.nodes[1].inputs[1] = "a.weight"
            model.graph.initializers["b.weight"] = nil
        }
        return model
    }

    private static func answer(_ model: InferenceModel) throws -> [Float]? {
        let image = Tensor(shape: [1, 2, 3, 3], floats: (0..<18).map { Float($0) / 8 })
        let session = InferenceSession(model: model, pool: WorkerPool(threads: 1))
        return try session.run(["x": .tensor(image)]).outputs["b"]?.floats
    }

    @Test func unpackedWeightsAreDropped() throws {
        let model = try InferenceModel(Self.model(shared: false))
        #expect(model.graph.initializers.keys.sorted() == ["a.bias", "b.bias"])
        #expect(model.packedTypes.keys.sorted() == ["a.weight", "b.weight"])
        #expect(model.packedTypes["a.weight"] == TensorType(.int16, [2, 2, 1, 1]))
    }

    @Test func sharedWeightsAreDroppedAfterTheLastReader() throws {
        let model = try InferenceModel(Self.model(shared: true))
        #expect(model.packedTypes.keys.sorted() == ["a.weight"])
        #expect(model.graph.initializers["a.weight"] == nil)
        #expect(try Self.answer(model) == Self.answer(InferenceModel(Self.model(shared: false))))
    }

    @Test func weightsThatAreAnOutputToo() throws {
        var graph = Self.model(shared: false)
        graph.graph.outputs.append(Port(name: "a.weight", type: TensorType(.int16, [2, 2, 1, 1])))
        let model = try InferenceModel(graph)
        #expect(model.graph.initializers["a.weight"] != nil)
        #expect(model.packedTypes["a.weight"] == nil)
        #expect(try Self.answer(model) == Self.answer(InferenceModel(Self.model(shared: false))))
    }
}
