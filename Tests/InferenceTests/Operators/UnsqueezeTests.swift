import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct UnsqueezeTests {
    @Test func keepsOnnxOrderOfElements() throws {
        var random = SeededGenerator(seed: 41)
        let x = Mantissas([2, 3, 4, 5], DFPFormat(exponent: -3), &random)
        for format in [x.format, nil] {
            var builder = ModelBuilder()
            builder.input("x", x.shape.map { .fixed($0) }, format)
            builder.constant("c", Tensor(shape: [[1].count], int64s: [1]))
            builder.node(Relu(), ["x"], "r", format)
            builder.node(Unsqueeze(), ["r", "c"], "y", format)
            builder.output("y")
            let expected = Tensor(shape: [2, 1, 3, 4, 5], floats: x.floats.map { max($0, 0) })
            try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected])
        }
    }

    @Test func ofOnePixelIsFree() throws {
        let format = DFPFormat(exponent: 0)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 2, 2], format)
        builder.constant("c", Tensor(shape: [[1].count], int64s: [1]))
        builder.node(GlobalMaxPool(), ["x"], "r", format)
        builder.node(Unsqueeze(), ["r", "c"], "y", format)
        builder.output("y")
        let session = InferenceSession(model: try InferenceModel(builder.model), pool: WorkerPool(threads: 1))
        var kernels: [String] = []
        let result = try session.run(["x": .mantissas(Array(1...12), shape: [1, 3, 2, 2])]) {
            kernels.append($0.kernel)
        }
        #expect(result.outputs["y"]?.floats == [10, 11, 12])
        #expect(kernels == ["quantize", "maxpool", "dequantize"])
    }
}
