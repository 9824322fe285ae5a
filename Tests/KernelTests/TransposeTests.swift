import Kernels
import TestSupport
import Testing

@Suite struct TransposeTests {
    @Test(arguments: [1, 2, 7, 8, 9, 16, 17, 33, 64], [1, 3, 8, 15, 16, 17, 40])
    func exchangesRowsAndColumns(rows: Int, columns: Int) {
        var random = SeededGenerator(seed: 1)
        let stride = columns + 3, outputStride = rows + 2
        let int16 = random.mantissas(rows * stride), float = random.floats(rows * stride)
        var expectedInt16 = [Int16](repeating: untouched, count: columns * outputStride)
        var expectedFloat = [Float](repeating: -77, count: columns * outputStride)
        for i in 0..<rows {
            for j in 0..<columns {
                expectedInt16[j * outputStride + i] = int16[i * stride + j]
                expectedFloat[j * outputStride + i] = float[i * stride + j]
            }
        }
        let int16Input = AlignedBuffer(int16), floatInput = AlignedBuffer(float)
        defer { withExtendedLifetime((int16Input, floatInput)) {} }
        for table in tables {
            let int16Output = AlignedBuffer([Int16](repeating: untouched, count: columns * outputStride))
            table.transpose(
                input: int16Input.pointer, inputStride: stride, rows: rows, columns: columns,
                output: int16Output.pointer, outputStride: outputStride)
            #expect(int16Output.array == expectedInt16, "\(table.instructionSet)")
            let floatOutput = AlignedBuffer([Float](repeating: -77, count: columns * outputStride))
            table.transpose(
                input: floatInput.pointer, inputStride: stride, rows: rows, columns: columns,
                output: floatOutput.pointer, outputStride: outputStride)
            #expect(bits(floatOutput.array) == bits(expectedFloat), "\(table.instructionSet)")
        }
    }
}
