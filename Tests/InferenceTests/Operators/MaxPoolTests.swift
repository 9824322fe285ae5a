import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct MaxPoolTests {
    @Test(arguments: [([3, 3], [2, 2], [1, 1, 1, 1], (4, 3)), ([2, 2], [2, 2], [0, 0, 0, 0], (3, 2))])
    func takesTheLargestMantissa(kernel: [Int], strides: [Int], pads: [Int], output: (Int, Int)) throws {
        var random = SeededGenerator(seed: 30)
        let x = Mantissas([2, 5, 7, 5], DFPFormat(exponent: -3), &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 5, 7, 5], x.format)
        builder.node(
            MaxPool(dilations: [1, 1], kernelShape: kernel, pads: pads, strides: strides), ["x"], "y", x.format)
        // Another format is reached by another step.
        builder.node(
            MaxPool(dilations: [1, 1], kernelShape: kernel, pads: pads, strides: strides), ["x"], "z",
            DFPFormat(exponent: -2, minimum: -100, maximum: 100))
        builder.output("y")
        builder.output("z")
        let units = windows(x, kernel, strides, pads, output) { taps, _ in Float(taps.max() ?? -32767) }
        let shape = [2, 5, output.0, output.1]
        let y = Mantissas(shape, x.format, units: units)
        let z = Mantissas(
            shape, DFPFormat(exponent: -2, minimum: -100, maximum: 100), units: units.map { $0 * 0.5 })
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": y.tensor, "z": z.tensor])
    }

    @Test func poolsSignals() throws {
        let x = Tensor(shape: [1, 2, 4], floats: [1, 5, 2, 3, -1, -2, -4, -3])
        var builder = ModelBuilder()
        builder.input("x", [1, 2, 4], DFPFormat(exponent: 0))
        builder.node(
            MaxPool(dilations: [1], kernelShape: [2], pads: [0, 0], strides: [2]), ["x"], "y", DFPFormat(exponent: 0))
        builder.output("y")
        try expectEverywhere(builder.model, ["x": x], ["y": Tensor(shape: [1, 2, 2], floats: [5, 3, -1, -3])])
    }
}
