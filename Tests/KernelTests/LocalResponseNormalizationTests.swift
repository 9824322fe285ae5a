import Kernels
import TestSupport
import Testing

@Suite struct LocalResponseNormalizationTests {
    @Test(arguments: [1, 3, 7, 8, 16, 17, 33, 64, 96], [1, 2, 4, 5, 9, 200])
    func equalsTheDefinition(channels: Int, size: Int) {
        var random = SeededGenerator(seed: UInt64(channels * 1000 + size))
        let rows = 3, stride = channels + 1
        let values = random.mantissas(rows * stride), input = AlignedBuffer(values)
        let limits = OutputLimits(minimum: -32767, maximum: 30000)
        for (alphaScale, bias, beta, scale) in [
            (0x1p-27, 1, 0.75, 1), (1e-3, 2, 0.5, 8), (1e-5, 0, 0.75, 1), (1e-5, 0, 0.6, 1),
        ] as [(Float, Float, Float, Float)] {
            var expected = Counted(values: [Int16](repeating: untouched, count: rows * stride), saturations: 0)
            for i in 0..<rows {
                for c in 0..<channels {
                    let from = max(0, c - (size - 1) / 2), to = min(channels - 1, c + size / 2)
                    let sum = (from...to).reduce(Int64(0)) {
                        $0 + Int64(values[i * stride + $1]) * Int64(values[i * stride + $1])
                    }
                    let base = Float(sum) * alphaScale + bias, root = base.squareRoot()
                    let power = beta == 0.75 ? 1 / (root * root.squareRoot()) : DeterministicMath.pow(base, -beta)
                    let (mantissa, isSaturated) = Definition.limited(
                        Float(values[i * stride + c]) * power * scale, limits)
                    expected.values[i * stride + c] = mantissa
                    expected.saturations += isSaturated ? 1 : 0
                }
            }
            for table in tables {
                let output = AlignedBuffer([Int16](repeating: untouched, count: rows * stride))
                let saturations = table.localResponseNormalization(
                    input: input.pointer, inputStride: stride, rows: rows, channels: channels, size: size,
                    alphaScale: alphaScale, bias: bias, beta: beta, scale: scale, limits: limits,
                    output: output.pointer, outputStride: stride)
                #expect(
                    Counted(values: output.array, saturations: saturations) == expected,
                    "\(table.instructionSet): \(firstDifference(output.array, expected.values))")
            }
        }
        withExtendedLifetime(input) {}
    }
}
