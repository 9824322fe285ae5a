import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ReduceMeanTests {
    @Test(arguments: [true, false])
    func overPixelsIsInteger(keepDims: Bool) throws {
        var random = SeededGenerator(seed: 34)
        let x = Mantissas([3, 9, 7, 5], DFPFormat(exponent: -3), &random)
        let format = DFPFormat(exponent: -6)
        var builder = ModelBuilder()
        builder.input("x", ["N", 9, 7, 5], x.format)
        builder.constant("axes", Tensor(shape: [2], int64s: [2, -1]))
        builder.node(ReduceMean(keepDims: keepDims), ["x", "axes"], "y", format)
        builder.output("y")
        let units = windows(x, [7, 5], [1, 1], [0, 0], (1, 1)) { taps, count in
            Float(taps.reduce(0) { $0 + Int($1) }) / Float(count) * 8
        }
        let expected = Mantissas(keepDims ? [3, 9, 1, 1] : [3, 9], format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }

    @Test func overOtherAxesIsExactToo() throws {
        let x = Tensor(shape: [2, 3, 2], floats: [1, 2, 3, 4, 5, 7, -1, -2, -3, -4, -5, -7])
        for format in [nil, DFPFormat(exponent: 0)] {
            var builder = ModelBuilder()
            builder.input("x", ["N", 3, 2], format)
            builder.constant("axes", Tensor(shape: [1], int64s: [1]))
            builder.node(ReduceMean(keepDims: false), ["x", "axes"], "y")
            builder.output("y")
            let thirds: [Float] = [9, 13, -9, -13].map { $0 / 3 }
            try expectEverywhere(builder.model, ["x": x], ["y": Tensor(shape: [2, 2], floats: thirds)])
        }
    }
}
