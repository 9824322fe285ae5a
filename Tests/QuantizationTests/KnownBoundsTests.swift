import FixedPoint
import ModelGraph
import Testing

@testable import Quantization

@Suite struct KnownBoundsTests {
    @Test func followTheOperators() {
        let type = TensorType(.float32, ["N", 4])
        let graph = Graph(
            name: "bounds", inputs: [Port(name: "x", type: type)], outputs: [Port(name: "h", type: type)],
            nodes: [
                Node(name: "a", op: Relu(), inputs: ["x"], outputs: ["a"]),
                Node(name: "b", op: Sigmoid(), inputs: ["x"], outputs: ["b"]),
                Node(name: "c", op: Mul(), inputs: ["a", "b"], outputs: ["c"]),
                Node(name: "d", op: Clip(), inputs: ["x", "low", "high"], outputs: ["d"]),
                Node(name: "e", op: Concat(axis: 1), inputs: ["b", "d"], outputs: ["e"]),
                Node(name: "f", op: Swish(), inputs: ["x"], outputs: ["f"]),
                Node(name: "g", op: Add(), inputs: ["a", "b"], outputs: ["g"]),
                Node(name: "h", op: Sub(), inputs: ["a", "b"], outputs: ["h"]),
            ],
            initializers: ["low": Tensor(shape: [], floats: [-2]), "high": Tensor(shape: [], floats: [3])])
        let bounds = KnownBounds.all(in: graph)
        #expect(bounds["a"] == KnownBounds(lower: 0, upper: nil))
        #expect(bounds["b"] == KnownBounds(lower: 0, upper: 1))
        #expect(bounds["c"] == KnownBounds(lower: 0, upper: nil))
        #expect(bounds["d"] == KnownBounds(lower: -2, upper: 3))
        #expect(bounds["e"] == KnownBounds(lower: -2, upper: 3))
        #expect(bounds["f"] == KnownBounds(lower: -0.2785, upper: nil))
        #expect(bounds["g"] == KnownBounds(lower: 0, upper: nil))
        #expect(bounds["h"] == KnownBounds())
    }

    @Test func becomeTheLimitsOfAFormat() {
        let relu6 = KnownBounds(lower: 0, upper: 6)
        #expect(relu6.format(exponent: -12, bits: 16) == DFPFormat(exponent: -12, minimum: 0, maximum: 24576))
        #expect(relu6.format(exponent: -11, bits: 15) == DFPFormat(exponent: -11, minimum: 0, maximum: 12288))
        // Values seen were smaller than the bound: the bits are the limit.
        #expect(relu6.format(exponent: -14, bits: 16) == DFPFormat(exponent: -14, minimum: 0, maximum: 32767))
        #expect(KnownBounds().format(exponent: 3, bits: 12) == DFPFormat(exponent: 3, minimum: -2047, maximum: 2047))
        // Zero belongs to every format, padding needs it.
        #expect(
            KnownBounds(lower: 1, upper: 2).format(exponent: -8, bits: 16)
                == DFPFormat(exponent: -8, minimum: 0, maximum: 512))
    }
}
