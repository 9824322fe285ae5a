import Kernels
import TestSupport
import Testing

@Suite struct PoolingTests {
    static let windows: [Window] = {
        var windows = [
            window((6, 7), (2, 2), strides: (2, 2)),
            window((6, 7), (3, 3), strides: (2, 2), pads: (1, 1, 1, 1)),
            window((9, 9), (3, 3), strides: (1, 2), dilations: (2, 2), pads: (1, 0, 1, 0)),
            window((5, 5), (5, 5)),
            window((4, 4), (3, 3), pads: (2, 2, 2, 2)),
        ]
        // ceil_mode: the last window hangs over the edge.
        var ceil = window((6, 6), (3, 3), strides: (2, 2), pads: (0, 0, 1, 1))
        ceil.outputHeight = 3
        ceil.outputWidth = 4
        windows.append(ceil)
        return windows
    }()
    static let channels = [1, 7, 8, 15, 16, 17, 32, 33, 50]

    @Test(arguments: windows.indices, channels)
    func maxPoolEqualsTheDefinition(index: Int, channels: Int) {
        let window = Self.windows[index]
        var random = SeededGenerator(seed: UInt64(index))
        let stride = channels + 3, pixels = window.outputHeight * window.outputWidth
        let input = random.mantissas(window.height * window.width * stride)
        var expected = [Int16](repeating: untouched, count: pixels * stride)
        for pixel in 0..<pixels {
            for c in 0..<channels {
                expected[pixel * stride + c] = taps(window, pixel).inside.map { input[$0 * stride + c] }.max() ?? -32767
            }
        }
        let image = AlignedBuffer(input)
        defer { withExtendedLifetime(image) {} }
        for table in tables {
            let output = AlignedBuffer([Int16](repeating: untouched, count: pixels * stride))
            for rows in [0..<1, 1..<window.outputHeight] where !rows.isEmpty {
                table.maxPool(
                    input: image.pointer, inputStride: stride, channels: channels, window: window, rows: rows,
                    output: output.pointer, outputStride: stride)
            }
            #expect(output.array == expected, "\(table.instructionSet)")
        }
    }

    @Test(arguments: windows.indices, channels)
    func averagePoolEqualsTheDefinition(index: Int, channels: Int) {
        let window = Self.windows[index]
        var random = SeededGenerator(seed: UInt64(index))
        let stride = channels + 1, pixels = window.outputHeight * window.outputWidth
        let input = random.mantissas(window.height * window.width * stride)
        let image = AlignedBuffer(input)
        defer { withExtendedLifetime(image) {} }
        for (includesPad, scale) in [(false, 1 as Float), (true, 2), (false, 0.03125)] {
            let limits = OutputLimits(lower: -20000, minimum: -32767, maximum: 16383)
            var expected = Counted(values: [Int16](repeating: untouched, count: pixels * stride), saturations: 0)
            for pixel in 0..<pixels {
                let (inside, padding) = taps(window, pixel)
                let count = inside.count + (includesPad ? padding : 0)
                for c in 0..<channels {
                    let sum = inside.reduce(Int64(0)) { $0 + Int64(input[$1 * stride + c]) }
                    let value = count == 0 ? 0 : Float(sum) / Float(count) * scale
                    let (mantissa, isSaturated) = Definition.limited(value, limits)
                    expected.values[pixel * stride + c] = mantissa
                    expected.saturations += isSaturated ? 1 : 0
                }
            }
            for table in tables {
                let output = AlignedBuffer([Int16](repeating: untouched, count: pixels * stride))
                var saturations = 0
                for rows in [1..<window.outputHeight, 0..<1] where !rows.isEmpty {
                    saturations += table.averagePool(
                        input: image.pointer, inputStride: stride, channels: channels, window: window,
                        countIncludePad: includesPad, scale: scale, limits: limits, rows: rows,
                        output: output.pointer, outputStride: stride)
                }
                #expect(
                    Counted(values: output.array, saturations: saturations) == expected,
                    "\(table.instructionSet), \(includesPad), \(scale)")
            }
        }
    }

    @Test(arguments: channels, [1, 2, 7, 49, 66_000])
    func globalAveragePoolEqualsTheDefinition(channels: Int, pixels: Int) {
        if pixels > 1000 && ![7, 17].contains(channels) { return }
        var random = SeededGenerator(seed: 3)
        let stride = channels + 2
        // The largest case sums more than INT32 holds, in column 0.
        var input = pixels > 1000 ? [Int16](repeating: 32767, count: pixels * stride) : []
        if input.isEmpty { input = random.mantissas(pixels * stride) }
        let limits = OutputLimits(minimum: -32767, maximum: 30000)
        var expected = Counted(values: [], saturations: 0)
        for c in 0..<channels {
            var sum: Int64 = 0
            for p in 0..<pixels { sum += Int64(input[p * stride + c]) }
            let (mantissa, isSaturated) = Definition.limited(Float(sum) / Float(pixels) * 4, limits)
            expected.values.append(mantissa)
            expected.saturations += isSaturated ? 1 : 0
        }
        expected.values.append(untouched)
        let image = AlignedBuffer(input)
        defer { withExtendedLifetime(image) {} }
        for table in tables {
            let output = AlignedBuffer([Int16](repeating: untouched, count: channels + 1))
            let saturations = table.globalAveragePool(
                input: image.pointer, inputStride: stride, pixels: pixels, channels: channels, scale: 4,
                limits: limits, output: output.pointer)
            #expect(Counted(values: output.array, saturations: saturations) == expected, "\(table.instructionSet)")
        }
    }

    /// Indices of the pixels of a window that lie in the image, and how many taps lie in its padding.
    private func taps(_ window: Window, _ pixel: Int) -> (inside: [Int], padding: Int) {
        var inside: [Int] = [], padding = 0
        for y in 0..<window.kernelHeight {
            for x in 0..<window.kernelWidth {
                let output = (pixel / window.outputWidth, pixel % window.outputWidth)
                switch Definition.tap(window, output: output, y: y, x: x) {
                case .inside(let row, let column): inside.append(row * window.width + column)
                case .padding: padding += 1
                case .outside: break
                }
            }
        }
        return (inside, padding)
    }
}
