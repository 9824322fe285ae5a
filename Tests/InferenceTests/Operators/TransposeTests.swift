import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct TransposeTests {
    @Test(arguments: [[0, 2, 3, 1], [0, 3, 1, 2], [0, 1, 3, 2], [1, 0, 2, 3], [3, 2, 1, 0]])
    func permutesAxes(perm: [Int]) throws {
        var random = SeededGenerator(seed: 38)
        let x = Mantissas([2, 3, 4, 5], DFPFormat(exponent: -3), &random)
        let shape = perm.map { x.shape[$0] }
        let strides = [60, 20, 5, 1]
        let floats = (0..<120).map { index -> Float in
            var (rest, place) = (index, 0)
            for axis in (0..<4).reversed() {
                place += rest % shape[axis] * strides[perm[axis]]
                rest /= shape[axis]
            }
            return x.floats[place]
        }
        for format in [x.format, nil] {
            var builder = ModelBuilder()
            builder.input("x", [2, 3, 4, 5], format)
            builder.node(Transpose(perm: perm), ["x"], "y", format)
            builder.output("y")
            try expectEverywhere(builder.model, ["x": x.tensor], ["y": Tensor(shape: shape, floats: floats)])
        }
    }

    @Test func atAnInputOfChannelsLastImagesCostsNothing() throws {
        let format = DFPFormat(exponent: 0)
        var builder = ModelBuilder()
        builder.input("x", ["N", 2, 2, 3], format)
        builder.node(Transpose(perm: [0, 3, 1, 2]), ["x"], "t", format)
        builder.node(GlobalMaxPool(), ["t"], "y", format)
        builder.output("y")
        let session = InferenceSession(model: try InferenceModel(builder.model), pool: WorkerPool(threads: 1))
        var kernels: [String] = []
        let result = try session.run(["x": .mantissas(Array(1...12), shape: [1, 2, 2, 3])]) {
            kernels.append($0.kernel)
        }
        #expect(result.outputs["y"]?.floats == [10, 11, 12])
        #expect(!kernels.contains("layout") && !kernels.contains("permute"))
    }
}
