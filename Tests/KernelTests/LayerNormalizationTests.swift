import Kernels
import TestSupport
import Testing

@Suite struct LayerNormalizationTests {
    private func sum(_ values: [Float]) -> Float {
        var lanes = [Float](repeating: 0, count: 16)
        for (index, value) in values.enumerated() { lanes[index % 16] += value }
        for half in [8, 4, 2, 1] { for lane in 0..<half { lanes[lane] += lanes[lane + half] } }
        return lanes[0]
    }

    private func definition(_ x: [Float], _ scale: [Float], _ shift: [Float], epsilon: Float) -> [Float] {
        let count = Float(x.count), mean = sum(x) / count
        let d = x.map { $0 - mean }
        let inverse = 1 / (sum(d.map { $0 * $0 }) / count + epsilon).squareRoot()
        return d.indices.map { (d[$0] * inverse) * scale[$0] + shift[$0] }
    }

    @Test(arguments: [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 387], [true, false])
    func equalsTheDefinition(columns: Int, isInteger: Bool) {
        var random = SeededGenerator(seed: UInt64(columns))
        let rows = 3, inputStride = columns + 1, outputStride = columns + 2
        let mantissas = random.mantissas(rows * inputStride)
        let floats = mantissas.map { Float($0) * 0x1p-12 }
        // Units of the output are 1/4096; some results pass the limits.
        let scale = random.floats(columns, in: 0...9000), shift = random.floats(columns, in: -9000...9000)
        let limits = OutputLimits(minimum: -16000, maximum: 15000)
        var expected = Counted(values: [Int16](repeating: untouched, count: rows * outputStride), saturations: 0)
        var expectedFloat = [Float](repeating: -77, count: rows * outputStride)
        for i in 0..<rows {
            let row = Array(floats[i * inputStride..<i * inputStride + columns])
            for (j, value) in definition(row, scale, shift, epsilon: 1e-5).enumerated() {
                let (mantissa, isSaturated) = Definition.limited(value, limits)
                expected.values[i * outputStride + j] = mantissa
                expected.saturations += isSaturated ? 1 : 0
                expectedFloat[i * outputStride + j] = value
            }
        }
        let (wide, narrow) = (AlignedBuffer(floats), AlignedBuffer(mantissas))
        let (scales, shifts) = (AlignedBuffer(scale), AlignedBuffer(shift))
        for table in tables {
            let output = AlignedBuffer([Int16](repeating: untouched, count: rows * outputStride))
            let outputFloat = AlignedBuffer([Float](repeating: -77, count: rows * outputStride))
            var arguments = LayerNormalizationArguments(
                input: isInteger ? .int16(narrow.pointer, scale: 0x1p-12) : .float32(wide.pointer), rows: rows,
                columns: columns, inputStride: inputStride, outputStride: outputStride, scale: scales.pointer,
                shift: shifts.pointer, epsilon: 1e-5, output: .int16(output.pointer, limits))
            let saturations = table.layerNormalization(arguments)
            #expect(
                Counted(values: output.array, saturations: saturations) == expected,
                "\(table.instructionSet): \(firstDifference(output.array, expected.values))")
            arguments.output = .float32(outputFloat.pointer)
            #expect(table.layerNormalization(arguments) == 0)
            #expect(
                bits(outputFloat.array) == bits(expectedFloat),
                "\(table.instructionSet): \(firstDifference(outputFloat.array, expectedFloat))")
        }
        withExtendedLifetime((wide, narrow, scales, shifts)) {}
    }
}
