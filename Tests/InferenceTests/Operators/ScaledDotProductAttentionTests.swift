import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct ScaledDotProductAttentionTests {
    /// One tile of rows and several, odd lengths, sums of one chunk and of several.
    struct Case: Sendable {
        var rows: Int, width: Int, depth: Int, columns: Int
        var bits = 13
        var mask: [Int]?
        var format: DFPFormat?
    }

    static let cases = [
        Case(rows: 5, width: 7, depth: 3, columns: 4),
        Case(rows: 3, width: 8, depth: 10, columns: 33, bits: 16, format: DFPFormat(exponent: -13)),
        Case(rows: 4, width: 5, depth: 6, columns: 2, mask: [4, 5]),
        Case(rows: 4, width: 5, depth: 6, columns: 2, mask: [2, 1, 5], format: DFPFormat(exponent: -14)),
        Case(rows: 4, width: 5, depth: 6, columns: 2, mask: [1, 2, 4, 1]),
        Case(rows: 33, width: 2001, depth: 2, columns: 3, bits: 8),
    ]

    @Test(arguments: cases.indices) func isSoftmaxBetweenTwoProducts(index: Int) throws {
        let test = Self.cases[index]
        var random = SeededGenerator(seed: UInt64(91 + index))
        let limit = Int16(1 << (test.bits - 1) - 1)
        let format = DFPFormat(exponent: 2 - test.bits, minimum: -limit, maximum: limit)
        let q = Mantissas([2, 2, test.rows, test.depth], format, &random)
        let k = Mantissas([2, 2, test.width, test.depth], format, &random)
        let v = Mantissas([2, 2, test.width, test.columns], DFPFormat(exponent: -14), &random)
        let mask = test.mask.map { Tensor(shape: $0, floats: random.floats($0.reduce(1, *), in: -2...0)) }
        let op = ScaledDotProductAttention(scale: 0.3)
        var builder = ModelBuilder()
        for (name, value) in [("q", q), ("k", k), ("v", v)] {
            builder.input(name, ["N"] + value.shape.dropFirst().map { .fixed($0) }, value.format)
        }
        if let mask { builder.constant("m", mask) }
        builder.node(op, ["q", "k", "v"] + (mask == nil ? [] : ["m"]), "y", test.format)
        builder.output("y")

        let probabilities = try self.probabilities(test, q, k, mask, op.scale)
        let unit = Float(sign: .plus, exponent: -15 - 14 - (test.format?.exponent ?? 0), significand: 1)
        var units: [Float] = []
        for row in 0..<4 * test.rows {
            for column in 0..<test.columns {
                let exact = (0..<test.width).reduce(0) {
                    $0 + probabilities[row * test.width + $1]
                        * Int(v.values[(row / test.rows * test.width + $1) * test.columns + column])
                }
                units.append(Float(exact) * unit)
            }
        }
        let shape = [2, 2, test.rows, test.columns]
        let expected =
            test.format.map { Mantissas(shape, $0, units: units).tensor } ?? Tensor(shape: shape, floats: units)
        try expectEverywhere(builder.model, ["q": q.tensor, "k": k.tensor, "v": v.tensor], ["y": expected])
        // And it is what the definition says, within the steps of the formats.
        let defined = try op.outputs(Arguments([q.tensor, k.tensor, v.tensor] + (mask.map { [$0] } ?? [])))[0]
        for (a, b) in zip(expected.floats ?? [], defined.floats ?? []) { #expect(abs(a - b) < 2e-3) }
    }

    /// In units of 2^-15, row by row.
    private func probabilities(
        _ test: Case, _ q: Mantissas, _ k: Mantissas, _ mask: Tensor?, _ scale: Float
    ) throws -> [Int] {
        let length = 2_147_483_647 / (Int(q.format.maximum) * Int(k.format.maximum))
        let chunk = length >= test.depth ? test.depth : length / 2 * 2
        let unit = Float(sign: .plus, exponent: 2 * q.format.exponent, significand: 1) * scale
        let added = try mask.map {
            try Add().outputs(
                Arguments([
                    $0,
                    Tensor(
                        shape: [2, 2, test.rows, test.width],
                        floats: [Float](repeating: 0, count: 4 * test.rows * test.width)),
                ]))[0].floats ?? []
        }
        var result: [Int] = []
        for row in 0..<4 * test.rows {
            let head = row / test.rows
            var scores = (0..<test.width).map { column -> Float in
                var sum: Float = 0
                for begin in stride(from: 0, to: test.depth, by: chunk) {
                    let exact = (begin..<min(begin + chunk, test.depth)).reduce(0) {
                        $0 + Int(q.values[row * test.depth + $1])
                            * Int(k.values[(head * test.width + column) * test.depth + $1])
                    }
                    sum = begin == 0 ? Float(exact) : sum + Float(exact)
                }
                return sum * unit + (added?[row * test.width + column] ?? 0)
            }
            let largest = scores.max() ?? 0
            scores = scores.map { DeterministicMath.exp($0 - largest) }
            var lanes = [Float](repeating: 0, count: 16)
            for (index, score) in scores.enumerated() { lanes[index % 16] += score }
            for half in [8, 4, 2, 1] { for lane in 0..<half { lanes[lane] += lanes[lane + half] } }
            result += scores.map { min(32767, Int(($0 / lanes[0] * 32768).rounded(.toNearestOrEven))) }
        }
        return result
    }

    @Test func withoutFormatsItIsComputedAsDefined() throws {
        var builder = ModelBuilder()
        for name in ["q", "k", "v"] { builder.input(name, ["N", 2, 2, 2], nil) }
        builder.node(ScaledDotProductAttention(), ["q", "k", "v"], "y")
        builder.output("y")
        let x = Tensor(shape: [1, 2, 2, 2], floats: [0, 0, 0, 0, 1, 1, 1, 1])
        let v = Tensor(shape: [1, 2, 2, 2], floats: [1, 2, 3, 4, 5, 6, 7, 8])
        let y = Tensor(shape: [1, 2, 2, 2], floats: [2, 3, 2, 3, 6, 7, 6, 7])
        try expectEverywhere(builder.model, ["q": x, "k": x, "v": v], ["y": y])
    }

    @Test func refusesWhatDoesNotFit() {
        let type = { (shape: [Dimension]) in OperatorInput(type: TensorType(.float32, shape)) }
        let (q, k) = (type(["N", 2, 3, 4]), type(["N", 2, 5, 4])), op = ScaledDotProductAttention()
        for (v, mask) in [
            (type(["N", 2, 6, 4]), nil), (type(["N", 3, 5, 4]), nil), (type([5, 4]), nil),
            (type(["N", 2, 5, 4]), type([7, 2, 3, 5, 1])), (type(["N", 2, 5, 4]), type([4, 3, 5])),
        ] as [(OperatorInput, OperatorInput?)] {
            #expect(throws: GraphError.self) { try op.outputTypes([q, k, v, mask]) }
        }
    }
}
