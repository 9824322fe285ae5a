import Kernels
import TestSupport
import Testing

/// Affine, requantize, quantize, dequantize and lookup: one operand in, one result out.
@Suite struct ConversionTests {
    static let columns = [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100]
    static let limits = [OutputLimits(), OutputLimits(lower: 0, upper: 1000.5, minimum: -100, maximum: 900)]

    @Test(arguments: columns, [0, 3])
    func affineEqualsTheDefinition(columns: Int, padding: Int) {
        var random = SeededGenerator(seed: UInt64(columns))
        let rows = 3, stride = columns + padding
        let input = AlignedBuffer(random.mantissas(rows * stride))
        let multiplier = AlignedBuffer(random.floats(columns, in: -3...3))
        let addend = AlignedBuffer(random.floats(columns, in: -30000...30000))
        defer { withExtendedLifetime((input, multiplier, addend)) {} }
        for limits in Self.limits {
            var expected = Counted(values: [Int16](repeating: untouched, count: rows * stride), saturations: 0)
            for i in 0..<rows {
                for j in 0..<columns {
                    let product = Float(input.pointer[i * stride + j]) * multiplier.pointer[j]
                    let (mantissa, isSaturated) = Definition.limited(product + addend.pointer[j], limits)
                    expected.values[i * stride + j] = mantissa
                    expected.saturations += isSaturated ? 1 : 0
                }
            }
            for table in tables {
                let output = AlignedBuffer([Int16](repeating: untouched, count: rows * stride))
                let saturations = table.affine(
                    input: input.pointer, inputStride: stride, multiplier: multiplier.pointer,
                    addend: addend.pointer, rows: rows, columns: columns, limits: limits, output: output.pointer,
                    outputStride: stride)
                #expect(
                    Counted(values: output.array, saturations: saturations) == expected, "\(table.instructionSet)")
            }
        }
    }

    @Test(arguments: columns, [1, 0.5, 0.125, 2, 0x1p-100, 0x1p100] as [Float])
    func requantizeEqualsTheDefinition(columns: Int, scale: Float) {
        for (stride, outputStride) in [(1, 7), (0, 0), (0, 1), (1, 0)] {
            checkRequantize(columns, scale, stride: columns + stride, outputStride: columns + outputStride)
        }
    }

    private func checkRequantize(_ columns: Int, _ scale: Float, stride: Int, outputStride: Int) {
        var random = SeededGenerator(seed: UInt64(columns))
        let rows = 3
        let input = AlignedBuffer(random.mantissas(rows * stride))
        defer { withExtendedLifetime(input) {} }
        for limits in Self.limits {
            var expected = Counted(values: [Int16](repeating: untouched, count: rows * outputStride), saturations: 0)
            for i in 0..<rows {
                for j in 0..<columns {
                    let (mantissa, isSaturated) = Definition.limited(
                        Float(input.pointer[i * stride + j]) * scale, limits)
                    expected.values[i * outputStride + j] = mantissa
                    expected.saturations += isSaturated ? 1 : 0
                }
            }
            for table in tables {
                let output = AlignedBuffer([Int16](repeating: untouched, count: rows * outputStride))
                let saturations = table.requantize(
                    input: input.pointer, inputStride: stride, scale: scale, rows: rows, columns: columns,
                    limits: limits, output: output.pointer, outputStride: outputStride)
                #expect(
                    Counted(values: output.array, saturations: saturations) == expected, "\(table.instructionSet)")
            }
        }
    }

    @Test(arguments: columns)
    func quantizeEqualsTheDefinition(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        var values = random.floats(count, in: -700...700)
        let special: [Float] = [
            .nan, .infinity, -.infinity, -0.0, 0.5, 1.5, -2.5, 1e30, -1e30, 32767.5, -32767.5, 32767.4,
            .leastNonzeroMagnitude,
        ]
        for (index, value) in special.enumerated() where index < count { values[count - 1 - index] = value }
        let input = AlignedBuffer(values)
        defer { withExtendedLifetime(input) {} }
        for (scale, limits) in [(1, Self.limits[0]), (64, Self.limits[0]), (4, Self.limits[1])]
            as [(Float, OutputLimits)]
        {
            let results = values.map { Definition.limited($0 * scale, limits) }
            let expected = Counted(
                values: results.map(\.mantissa) + [untouched], saturations: results.count { $0.isSaturated })
            for table in tables {
                let output = AlignedBuffer([Int16](repeating: untouched, count: count + 1))
                let saturations = table.quantize(
                    input: input.pointer, scale: scale, limits: limits, count: count, output: output.pointer)
                #expect(
                    Counted(values: output.array, saturations: saturations) == expected, "\(table.instructionSet)")
            }
        }
    }

    @Test(arguments: columns)
    func dequantizeIsExact(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let values = random.mantissas(count), input = AlignedBuffer(values)
        defer { withExtendedLifetime(input) {} }
        for scale in [1, 0x1p-14, 0x1p-126, 0x1p100] as [Float] {
            for table in tables {
                let output = AlignedBuffer([Float](repeating: -77, count: count + 1))
                table.dequantize(input: input.pointer, scale: scale, count: count, output: output.pointer)
                #expect(bits(output.array) == bits(values.map { Float($0) * scale } + [-77]), "\(table.instructionSet)")
            }
        }
    }

    @Test func lookupAnswersEveryMantissa() {
        let limits = OutputLimits(minimum: 0, maximum: 32767)
        let lookup = LookupTable(inputScale: 0x1p-12, outputScale: 0x1p15, limits: limits) {
            DeterministicMath.sigmoid($0)
        }
        let all = (0...65535).map { Int16(truncatingIfNeeded: $0) }
        let input = AlignedBuffer(all)
        defer { withExtendedLifetime(input) {} }
        let expected = all.map {
            Definition.limited(DeterministicMath.sigmoid(Float($0) * 0x1p-12) * 0x1p15, limits).mantissa
        }
        for table in tables {
            for count in [0, 1, 15, 33, 65536] {
                let output = AlignedBuffer([Int16](repeating: untouched, count: 65537))
                table.lookup(input: input.pointer, table: lookup, count: count, output: output.pointer)
                #expect(output.array.prefix(count).elementsEqual(expected.prefix(count)), "\(table.instructionSet)")
                #expect(output.array[count] == untouched)
            }
        }
    }
}
