import Glibc
import Kernels
import TestSupport
import Testing

@Suite struct SoftmaxTests {
    func definition(_ row: [Float]) -> [Float] {
        let (powers, sum) = exponentials(row)
        return powers.map { $0 / sum }
    }

    func probabilities(_ row: [Float]) -> [Int16] {
        let (powers, sum) = exponentials(row)
        return powers.map {
            let value = $0 * (32768 / sum)
            return value.isNaN ? 0 : Int16(min(value, 32767).rounded(.toNearestOrEven))
        }
    }

    private func exponentials(_ row: [Float]) -> (powers: [Float], sum: Float) {
        let largest = row.max() ?? 0
        var lanes = [Float](repeating: 0, count: 16)
        let powers = row.map { DeterministicMath.exp($0 - largest) }
        for (index, power) in powers.enumerated() { lanes[index % 16] += power }
        for half in [8, 4, 2, 1] {
            for lane in 0..<half { lanes[lane] += lanes[lane + half] }
        }
        return (powers, lanes[0])
    }

    @Test(arguments: [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 100, 1000])
    func equalsTheDefinitionAndIsClose(columns: Int) {
        var random = SeededGenerator(seed: UInt64(columns))
        let rows = 3, stride = columns + 2
        var values = random.floats(rows * stride, in: -20...20)
        values[0] = 100  // the others of the row underflow to 0 or nearly so
        values[columns / 2] = -100
        let input = AlignedBuffer(values)
        defer { withExtendedLifetime(input) {} }
        var expected = [Float](repeating: -77, count: rows * stride)
        for i in 0..<rows {
            let row = Array(values[i * stride..<i * stride + columns])
            expected.replaceSubrange(i * stride..<i * stride + columns, with: definition(row))
            let largest = Double(row.max() ?? 0)
            let sum = row.reduce(0.0) { $0 + exp(Double($1) - largest) }
            for (j, x) in row.enumerated() {
                let exact = exp(Double(x) - largest) / sum
                #expect(abs(Double(expected[i * stride + j]) - exact) <= exact * 1e-5 + 1e-37)
            }
        }
        for table in tables {
            let output = AlignedBuffer([Float](repeating: -77, count: rows * stride))
            table.softmax(
                input: input.pointer, inputStride: stride, rows: rows, columns: columns, output: output.pointer,
                outputStride: stride)
            #expect(
                bits(output.array) == bits(expected),
                "\(table.instructionSet): \(firstDifference(output.array, expected))")
            let inPlace = AlignedBuffer(values)
            table.softmax(
                input: inPlace.pointer, inputStride: stride, rows: rows, columns: columns, output: inPlace.pointer,
                outputStride: stride)
            #expect(inPlace.array[0] == expected[0] && inPlace.array[columns - 1] == expected[columns - 1])
        }
    }

    @Test(arguments: [1, 2, 7, 15, 16, 17, 31, 33, 100, 197, 1000])
    func probabilitiesAreRoundedToMantissas(columns: Int) {
        var random = SeededGenerator(seed: UInt64(columns))
        let rows = 6, stride = columns + 2, outputStride = columns + 3
        var values = random.floats(rows * stride, in: -6...6)
        values[columns / 2] = 100  // alone: 1 is cut to 32767
        values[stride + columns - 1] = -.infinity
        values[2 * stride + columns / 3] = .infinity
        values[3 * stride + columns - 1] = .nan
        values[4 * stride] = .nan
        var expected = [Int16](repeating: -77, count: rows * outputStride)
        for i in 0..<rows {
            let row = probabilities(Array(values[i * stride..<i * stride + columns]))
            expected.replaceSubrange(i * outputStride..<i * outputStride + columns, with: row)
        }
        #expect(expected[columns / 2] == 32767 && expected[3 * outputStride] == 0)
        for table in tables {
            let scores = AlignedBuffer(values)
            let output = AlignedBuffer([Int16](repeating: -77, count: rows * outputStride))
            table.softmaxProbabilities(
                scores: scores.pointer, stride: stride, rows: rows, columns: columns, probabilities: output.pointer,
                probabilitiesStride: outputStride)
            #expect(output.array == expected, "\(table.instructionSet)")
            for i in 0..<rows {
                let behind = i * stride + columns..<(i + 1) * stride
                #expect(scores.array[behind] == values[behind], "\(table.instructionSet): behind row \(i)")
            }
        }
    }
}
