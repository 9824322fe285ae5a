import Kernels
import TestSupport
import Testing

@Suite struct DepthwiseConvTests {
    struct Case: Sendable {
        var window: Window
        var channels: Int
        var chunk = Int.max
        var padding = 0
        var weightLimit: Int16 = 700
        var residual = false
        var float = false
        var exponent = -11
    }

    static let cases: [Case] = {
        var cases: [Case] = []
        let same: (Int, Int, Int, Int) = (1, 1, 1, 1)
        for channels in [1, 3, 8, 15, 16, 17, 31, 32, 33, 40, 64, 67] {
            cases.append(Case(window: window((6, 9), (3, 3), pads: same), channels: channels))
        }
        for width in [1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16] {
            cases.append(Case(window: window((3, width), (3, 3), pads: same), channels: 35, padding: 2, residual: true))
            cases.append(Case(window: window((4, width), (3, 3), strides: (2, 2), pads: same), channels: 16))
        }
        for kernel in [1, 2, 3, 5, 7] {
            let p = kernel / 2
            cases.append(Case(window: window((9, 9), (kernel, kernel), pads: (p, p, p, p)), channels: 33, float: true))
            cases.append(
                Case(window: window((11, 12), (kernel, kernel), strides: (2, 3), pads: (p, 0, 0, p)), channels: 18))
        }
        // More rows than go in one group, strips of every length, kernels that are wider or taller than the image.
        for (kernel, stride) in [(3, 1), (3, 2), (5, 1), (5, 2), (7, 1)] {
            let p = kernel / 2
            for width in [1, 2, 5, 8, 17, 23] {
                cases.append(
                    Case(
                        window: window((19, width), (kernel, kernel), strides: (stride, stride), pads: (p, p, p, p)),
                        channels: 33, padding: 1, residual: width == 8))
            }
            cases.append(
                Case(
                    window: window((6, 6), (kernel + 1, kernel), strides: (1, stride), pads: (p, 0, p, 2 * p)),
                    channels: 70))
        }
        // Strides that no kernel of its own has.
        for (width, stride) in [(2, 11), (4, 12), (3, 21), (1, 21), (6, 11), (3, 3), (1, 61)] {
            cases.append(
                Case(window: window((4, 70), (2, width), strides: (1, stride), pads: (0, 0, 0, 0)), channels: 5))
        }
        cases.append(Case(window: window((40, 4), (32, 3), pads: (0, 1, 3, 1)), channels: 20, weightLimit: 300))
        cases.append(Case(window: window((40, 4), (33, 3), pads: (0, 1, 3, 1)), channels: 20, weightLimit: 300))
        cases.append(Case(window: window((9, 9), (3, 3), dilations: (2, 3), pads: (2, 3, 2, 3)), channels: 20))
        cases.append(Case(window: window((5, 9), (1, 4), pads: (0, 3, 0, 0)), channels: 24))
        cases.append(Case(window: window((9, 5), (4, 1), pads: (5, 0, 4, 0)), channels: 24))
        for chunk in [2, 4, 6, 8, 10] {
            cases.append(Case(window: window((6, 9), (3, 3), pads: same), channels: 34, chunk: chunk, residual: true))
            cases.append(Case(window: window((7, 7), (5, 5), pads: (2, 2, 2, 2)), channels: 17, chunk: chunk))
        }
        cases.append(
            Case(
                window: window((7, 7), (3, 3), pads: same), channels: 48, chunk: 2, weightLimit: 32767, exponent: -16))
        cases.append(Case(window: window((5, 8), (3, 3), pads: same), channels: 32, exponent: 0))
        return cases
    }()

    @Test(arguments: cases.indices)
    func equalsTheDefinition(index: Int) {
        let test = Self.cases[index], window = test.window
        var random = SeededGenerator(seed: UInt64(index))
        let stride = test.channels + test.padding, pixels = window.outputHeight * window.outputWidth
        let input = random.mantissas(window.height * window.width * stride)
        let weights = random.mantissas(test.channels * window.taps, limit: test.weightLimit)
        let bias = (0..<test.channels).map { _ in Int32.random(in: -99_999...99_999, using: &random) }
        let scale = (0..<test.channels).map { _ in
            Float(sign: .plus, exponent: test.exponent + Int.random(in: 0...3, using: &random), significand: 1)
        }
        let residual = random.mantissas(pixels * stride)
        let limits = OutputLimits(lower: -9000.5, upper: 20000, minimum: -32767, maximum: 16383)

        var expected = Counted(values: [Int16](repeating: untouched, count: pixels * stride), saturations: 0)
        var expectedFloat = [Float](repeating: -77, count: pixels * stride)
        var largest: Float = 0
        for oy in 0..<window.outputHeight {
            for ox in 0..<window.outputWidth {
                for c in 0..<test.channels {
                    var terms: [Int64] = []
                    for y in 0..<window.kernelHeight {
                        for x in 0..<window.kernelWidth {
                            switch Definition.tap(window, output: (oy, ox), y: y, x: x) {
                            case .inside(let row, let column):
                                let weight = weights[c * window.taps + y * window.kernelWidth + x]
                                terms.append(
                                    Int64(input[(row * window.width + column) * stride + c]) * Int64(weight))
                            case .padding, .outside: terms.append(0)
                            }
                        }
                    }
                    let index = (oy * window.outputWidth + ox) * stride + c
                    var v = Definition.reduced(terms, bias: bias[c], chunk: test.chunk) * scale[c]
                    if test.residual { v += Float(residual[index]) * 0.5 }
                    largest = max(largest, abs(v))
                    let (mantissa, isSaturated) = Definition.limited(v, limits)
                    expected.values[index] = mantissa
                    expected.saturations += isSaturated ? 1 : 0
                    expectedFloat[index] = min(max(v, limits.lower), limits.upper)
                }
            }
        }

        let packed = weights.withUnsafeBufferPointer {
            PackedDepthwiseWeights(
                $0, channels: test.channels, kernelHeight: window.kernelHeight, kernelWidth: window.kernelWidth)
        }
        // Channels of padding saturate by their bias: they must not be counted.
        let paddedBias = AlignedBuffer([Int32](repeating: 1 << 28, count: packed.paddedChannels))
        _ = paddedBias.buffer.update(fromContentsOf: bias)
        let paddedScale = AlignedBuffer([Float](repeating: 1, count: packed.paddedChannels))
        _ = paddedScale.buffer.update(fromContentsOf: scale)
        let image = AlignedBuffer(input), added = AlignedBuffer(residual)
        for (table, bound) in tables.flatMap({ [($0, Float.infinity), ($0, largest)] }) {
            let output = AlignedBuffer([Int16](repeating: untouched, count: pixels * stride))
            let float = AlignedBuffer([Float](repeating: -77, count: pixels * stride))
            let epilogue = OutputEpilogue(
                bias: paddedBias.pointer, scale: paddedScale.pointer,
                residual: test.residual ? .init(pointer: added.pointer, stride: stride, scale: 0.5) : nil,
                limits: limits, largest: bound,
                output: test.float ? .float32(float.pointer, stride: stride) : .int16(output.pointer, stride: stride))
            // In two parts of rows and of channels, as threads would.
            let middle = window.outputHeight / 2
            var saturations = 0
            for rows in [middle..<window.outputHeight, 0..<middle] {
                let split = min(32, test.channels)
                for channels in [0..<split, split..<test.channels] where !channels.isEmpty {
                    saturations += table.depthwiseConv(
                        input: image.pointer, inputStride: stride, window: window, weights: packed, chunk: test.chunk,
                        rows: rows, channels: channels, epilogue: epilogue)
                }
            }
            if test.float {
                #expect(
                    bits(float.array) == bits(expectedFloat),
                    "\(table.instructionSet), \(test): \(firstDifference(float.array, expectedFloat))")
            } else {
                let found = Counted(values: output.array, saturations: saturations)
                #expect(
                    found == expected,
                    "\(table.instructionSet), \(test): \(firstDifference(found.values, expected.values))")
            }
        }
        withExtendedLifetime((image, added, paddedBias, paddedScale)) {}
    }
}
