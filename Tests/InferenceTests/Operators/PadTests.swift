import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct PadTests {
    static let cases: [(PadMode, [[Int]])] = [
        (.constant, [[-1, 0, 1, 2, -1, -1], [-1, -1, 0, 1, 2, 3, -1]]),
        (.edge, [[0, 0, 1, 2, 2, 2], [0, 0, 0, 1, 2, 3, 3]]),
        (.reflect, [[1, 0, 1, 2, 1, 0], [2, 1, 0, 1, 2, 3, 2]]),
        (.wrap, [[2, 0, 1, 2, 0, 1], [2, 3, 0, 1, 2, 3, 0]]),
    ]

    @Test(arguments: cases)
    func surroundsImages(mode: PadMode, maps: [[Int]]) throws {
        var random = SeededGenerator(seed: 36)
        let x = Mantissas([2, 3, 3, 4], DFPFormat(exponent: -3), &random)
        for format in [x.format, nil] {
            var builder = ModelBuilder()
            builder.input("x", ["N", 3, 3, 4], format)
            builder.constant("pads", Tensor(shape: [8], int64s: [0, 0, 1, 2, 0, 0, 2, 1]))
            builder.constant("value", Tensor(shape: [], floats: [2.5]))
            builder.node(Pad(mode: mode), ["x", "pads", "value"], "y", format)
            builder.output("y")
            var expected: [Float] = []
            for image in 0..<6 {
                for y in maps[0] {
                    for xx in maps[1] { expected.append(y < 0 || xx < 0 ? 2.5 : x.floats[(image * 3 + y) * 4 + xx]) }
                }
            }
            try expectEverywhere(builder.model, ["x": x.tensor], ["y": Tensor(shape: [2, 3, 6, 7], floats: expected)])
        }
    }

    /// The constant has room in the result's format only.
    @Test func aConstantBeyondTheInputsFormatStays() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 2], DFPFormat(exponent: -3, minimum: 0, maximum: 8))
        builder.constant("pads", Tensor(shape: [4], int64s: [0, 1, 0, 1]))
        builder.constant("value", Tensor(shape: [], floats: [-5]))
        builder.node(Pad(mode: .constant), ["x", "pads", "value"], "y", DFPFormat(exponent: -3))
        builder.output("y")
        try expectEverywhere(
            builder.model, ["x": Tensor(shape: [1, 2], floats: [0.5, 1])],
            ["y": Tensor(shape: [1, 4], floats: [-5, 0.5, 1, -5])])
    }

    @Test func cropsWithNegativePads() throws {
        var builder = ModelBuilder()
        builder.input("x", ["N", 4], DFPFormat(exponent: 0))
        builder.constant("pads", Tensor(shape: [2], int64s: [-1, -1]))
        builder.constant("axes", Tensor(shape: [1], int64s: [1]))
        builder.node(Pad(), ["x", "pads", "", "axes"], "y", DFPFormat(exponent: 0))
        builder.output("y")
        try expectEverywhere(
            builder.model, ["x": Tensor(shape: [1, 4], floats: [1, 2, 3, 4])],
            ["y": Tensor(shape: [1, 2], floats: [2, 3])])
    }
}
