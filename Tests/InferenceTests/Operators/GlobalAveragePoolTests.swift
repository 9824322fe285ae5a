import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct GlobalAveragePoolTests {
    @Test(arguments: [1, 70])
    func dividesTheExactSum(channels: Int) throws {
        var random = SeededGenerator(seed: 32)
        let x = Mantissas([3, channels, 7, 5], DFPFormat(exponent: -3), &random)
        let format = DFPFormat(exponent: -6)
        var builder = ModelBuilder()
        builder.input("x", ["N", .fixed(channels), 7, 5], x.format)
        builder.node(GlobalAveragePool(), ["x"], "y", format)
        builder.node(GlobalAveragePool(), ["x"], "f")
        builder.output("y")
        builder.output("f")
        let means = windows(x, [7, 5], [1, 1], [0, 0], (1, 1)) { taps, count in
            Float(taps.reduce(0) { $0 + Int($1) }) / Float(count)
        }
        let y = Mantissas([3, channels, 1, 1], format, units: means.map { $0 * 8 })
        let f = Tensor(shape: y.shape, floats: means.map { $0 * 0.125 })
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": y.tensor, "f": f])
    }
}
