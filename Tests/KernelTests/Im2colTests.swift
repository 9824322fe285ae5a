import Kernels
import TestSupport
import Testing

@Suite struct Im2colTests {
    static let windows: [Window] = [
        window((5, 6), (3, 3), pads: (1, 1, 1, 1)),
        window((5, 6), (3, 3), strides: (2, 2), pads: (0, 1, 2, 0)),
        window((7, 5), (1, 1), strides: (2, 2)),
        window((1, 1), (3, 3), pads: (1, 1, 1, 1)),
        window((4, 4), (2, 5), pads: (1, 4, 1, 4)),
        window((9, 8), (3, 2), strides: (1, 3), dilations: (2, 3), pads: (2, 1, 0, 3)),
        window((2, 3), (7, 7), pads: (3, 3, 3, 3)),
        window((3, 9), (1, 3), dilations: (1, 1), pads: (0, 5, 0, 5)),
    ]

    @Test(arguments: windows.indices, [(1, 1), (3, 3), (4, 4), (3, 7), (16, 48), (21, 21)])
    func equalsTheDefinition(index: Int, channels: (own: Int, all: Int)) {
        for block in [nil, 2, 5] { check(index: index, channels: channels, block: block) }
    }

    private func check(index: Int, channels: (own: Int, all: Int), block: Int?) {
        let window = Self.windows[index]
        var random = SeededGenerator(seed: UInt64(index))
        let input = random.mantissas(window.height * window.width * channels.all)
        let row = window.taps * channels.own
        let stride = KernelTable.im2colRow(window, channels: channels.own) + 4
        let offset = channels.all - channels.own
        let pixels = window.outputHeight * window.outputWidth
        var expected: [Int16] = []
        for pixel in 0..<pixels {
            for begin in Swift.stride(from: 0, to: channels.own, by: block ?? channels.own) {
                for y in 0..<window.kernelHeight {
                    for x in 0..<window.kernelWidth {
                        let output = (pixel / window.outputWidth, pixel % window.outputWidth)
                        for c in begin..<min(begin + (block ?? channels.own), channels.own) {
                            switch Definition.tap(window, output: output, y: y, x: x) {
                            case .inside(let row, let column):
                                expected.append(input[(row * window.width + column) * channels.all + offset + c])
                            case .padding, .outside: expected.append(0)
                            }
                        }
                    }
                }
            }
            if row % 2 == 1 { expected.append(0) }
            expected += [Int16](repeating: untouched, count: stride - (row + 1) / 2 * 2)
        }
        let image = AlignedBuffer(input)
        for table in tables {
            for range in [0..<pixels, 0..<1, pixels / 3..<pixels, pixels - 1..<pixels, 1..<max(1, pixels - 1)] {
                let output = AlignedBuffer([Int16](repeating: untouched, count: range.count * stride))
                table.im2col(
                    input: image.pointer + offset, inputStride: channels.all, channels: channels.own,
                    channelBlock: block,
                    window: window, pixels: range, output: output.pointer, outputStride: stride)
                let part = Array(expected[range.lowerBound * stride..<range.upperBound * stride])
                #expect(output.array == part, "\(table.instructionSet), pixels \(range)")
            }
        }
        withExtendedLifetime(image) {}
    }
}
