import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct AveragePoolTests {
    @Test(arguments: [true, false])
    func dividesTheExactSum(countIncludePad: Bool) throws {
        var random = SeededGenerator(seed: 31)
        let x = Mantissas([2, 5, 7, 5], DFPFormat(exponent: -3), &random)
        let format = DFPFormat(exponent: -4)
        let (kernel, strides, pads) = ([3, 2], [2, 1], [1, 1, 1, 0])
        var builder = ModelBuilder()
        builder.input("x", ["N", 5, 7, 5], x.format)
        builder.node(
            AveragePool(
                countIncludePad: countIncludePad, dilations: [1, 1], kernelShape: kernel, pads: pads, strides: strides),
            ["x"], "y", format)
        builder.output("y")
        let units = windows(x, kernel, strides, pads, (4, 5)) { taps, all in
            Float(taps.reduce(0) { $0 + Int($1) }) / Float(countIncludePad ? all : taps.count) * 2
        }
        let expected = Mantissas([2, 5, 4, 5], format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }
}
