import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct LRNTests {
    @Test(arguments: [1, 4, 5])
    func equalsTheDefinition(size: Int) throws {
        var random = SeededGenerator(seed: 37)
        let x = Mantissas([2, 12, 3, 3], DFPFormat(exponent: -10), &random)
        let format = DFPFormat(exponent: -10)
        var builder = ModelBuilder()
        builder.input("x", ["N", 12, 3, 3], x.format)
        builder.node(LRN(alpha: 0.01, beta: 0.75, bias: 2, size: size), ["x"], "y", format)
        builder.output("y")
        let units = x.values.indices.map { index -> Float in
            let channel = index / 9 % 12
            var sum = 0
            for c in max(0, channel - (size - 1) / 2)...min(11, channel + size / 2) {
                let value = Int(x.values[index + (c - channel) * 9])
                sum += value * value
            }
            let base = Float(sum) * (Float(0.01) / Float(size) * powerOfTwo(-20)) + 2
            return Float(x.values[index]) * DeterministicMath.pow(base, -0.75) * 1
        }
        let expected = Mantissas(x.shape, format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }
}
