import Kernels
import TestSupport
import Testing

/// Every operand ends at a page without access, as the contract allows: gemm may read one element behind A when k is
/// odd, depthwise convolution 31 behind its input, nobody else anything; nobody writes behind an output.
@Suite struct MemoryBoundsTests {
    let limits = OutputLimits()

    @Test(arguments: [1, 7, 15, 16, 17, 31, 33, 48, 65])
    func elementwiseKindsStayInside(columns: Int) {
        var random = SeededGenerator(seed: 1)
        let rows = 3, count = rows * columns
        let a = GuardedBuffer(random.mantissas(count)), b = GuardedBuffer(random.mantissas(count))
        let line = GuardedBuffer(random.mantissas(columns))
        let floats = GuardedBuffer(random.floats(count)), factors = GuardedBuffer(random.floats(columns))
        let wide = GuardedBuffer([Float](repeating: 0, count: count))
        let out = GuardedBuffer([Int16](repeating: 0, count: count))
        defer { withExtendedLifetime((a, b, line, floats, factors, wide, out)) {} }
        for table in tables {
            for operation in [.add(aScale: 1, bScale: 1), .mul(scale: 1), .div(scale: 1)] as [ElementwiseOperation] {
                for right in [.full(b.pointer, stride: columns), .perColumn(line.pointer)] as [ElementwiseOperand] {
                    table.elementwise(
                        operation, .full(a.pointer, stride: columns), right, rows: rows, columns: columns,
                        limits: limits, output: out.pointer, outputStride: columns)
                }
            }
            table.affine(
                input: a.pointer, inputStride: columns, multiplier: factors.pointer, addend: factors.pointer,
                rows: rows, columns: columns, limits: limits, output: out.pointer, outputStride: columns)
            table.requantize(
                input: a.pointer, inputStride: columns, scale: 1, rows: rows, columns: columns, limits: limits,
                output: out.pointer, outputStride: columns)
            table.quantize(input: floats.pointer, scale: 99, limits: limits, count: count, output: out.pointer)
            table.dequantize(input: a.pointer, scale: 1, count: count, output: wide.pointer)
            table.softmax(
                input: floats.pointer, inputStride: columns, rows: rows, columns: columns, output: wide.pointer,
                outputStride: columns)
            table.softmaxProbabilities(
                scores: wide.pointer, stride: columns, rows: rows, columns: columns, probabilities: out.pointer,
                probabilitiesStride: columns)
            for input in [.int16(a.pointer, scale: 1), .float32(floats.pointer)] as [LayerNormalizationArguments.Input]
            {
                for output in [.int16(out.pointer, limits), .float32(wide.pointer)]
                    as [LayerNormalizationArguments.Output]
                {
                    table.layerNormalization(
                        LayerNormalizationArguments(
                            input: input, rows: rows, columns: columns, inputStride: columns, outputStride: columns,
                            scale: factors.pointer, shift: factors.pointer, epsilon: 1e-5, output: output))
                }
            }
            table.localResponseNormalization(
                input: a.pointer, inputStride: columns, rows: rows, channels: columns, size: 5, alphaScale: 0x1p-30,
                bias: 1, beta: 0.75, scale: 1, limits: limits, output: out.pointer, outputStride: columns)
            table.transpose(
                input: a.pointer, inputStride: columns, rows: rows, columns: columns, output: out.pointer,
                outputStride: rows)
            table.transpose(
                input: a.pointer, inputStride: rows, rows: columns, columns: rows, output: out.pointer,
                outputStride: columns)
            table.transpose(
                input: floats.pointer, inputStride: columns, rows: rows, columns: columns, output: wide.pointer,
                outputStride: rows)
        }
    }

    @Test(arguments: [1, 3, 8, 15, 16, 17, 33])
    func windowsStayInside(channels: Int) {
        var random = SeededGenerator(seed: 2)
        for window in [
            window((5, 6), (3, 3), pads: (1, 1, 1, 1)), window((6, 6), (2, 2), strides: (2, 2)), window((4, 4), (4, 4)),
        ] {
            let pixels = window.outputHeight * window.outputWidth
            let values = random.mantissas(window.height * window.width * channels)
            let image = GuardedBuffer(values)
            let out = GuardedBuffer([Int16](repeating: 0, count: pixels * channels))
            let row = KernelTable.im2colRow(window, channels: channels)
            let matrix = GuardedBuffer([Int16](repeating: 0, count: pixels * row))
            let slack = GuardedBuffer(values, slack: 31)
            let weights = random.mantissas(channels * window.taps, limit: 100).withUnsafeBufferPointer {
                PackedDepthwiseWeights(
                    $0, channels: channels, kernelHeight: window.kernelHeight, kernelWidth: window.kernelWidth)
            }
            let bias = GuardedBuffer([Int32](repeating: 0, count: weights.paddedChannels))
            let scale = GuardedBuffer([Float](repeating: 0x1p-9, count: weights.paddedChannels))
            defer { withExtendedLifetime((image, out, matrix, slack, bias, scale)) {} }
            for table in tables {
                table.im2col(
                    input: image.pointer, inputStride: channels, channels: channels, window: window, pixels: 0..<pixels,
                    output: matrix.pointer, outputStride: row)
                table.maxPool(
                    input: image.pointer, inputStride: channels, channels: channels, window: window,
                    rows: 0..<window.outputHeight, output: out.pointer, outputStride: channels)
                table.averagePool(
                    input: image.pointer, inputStride: channels, channels: channels, window: window,
                    countIncludePad: true, scale: 1, limits: limits, rows: 0..<window.outputHeight, output: out.pointer,
                    outputStride: channels)
                table.globalAveragePool(
                    input: image.pointer, inputStride: channels, pixels: window.height * window.width,
                    channels: channels, scale: 1, limits: limits, output: out.pointer)
                table.depthwiseConv(
                    input: slack.pointer, inputStride: channels, window: window, weights: weights, chunk: .max,
                    rows: 0..<window.outputHeight,
                    epilogue: OutputEpilogue(
                        bias: bias.pointer, scale: scale.pointer,
                        residual: .init(pointer: out.pointer, stride: channels, scale: 1),
                        output: .int16(out.pointer, stride: channels)))
            }
        }
    }

    @Test(arguments: [1, 7, 16, 17, 24, 33, 48], [1, 9, 64])
    func gemmStaysInside(n: Int, k: Int) {
        var random = SeededGenerator(seed: 3)
        let m = 9
        let a = GuardedBuffer(random.mantissas(m * k), slack: k % 2)
        let weights = random.mantissas(n * k, limit: 100)
        let out = GuardedBuffer([Int16](repeating: 0, count: m * n))
        let wide = GuardedBuffer([Float](repeating: 0, count: m * n))
        let residual = GuardedBuffer(random.mantissas(m * n))
        defer { withExtendedLifetime((a, out, wide, residual)) {} }
        for table in tables {
            let packed = weights.withUnsafeBufferPointer { PackedWeights(rows: $0, n: n, k: k, nr: table.gemmColumns) }
            let bias = GuardedBuffer([Int32](repeating: 0, count: packed.paddedColumns))
            let scale = GuardedBuffer([Float](repeating: 0x1p-9, count: packed.paddedColumns))
            defer { withExtendedLifetime((bias, scale)) {} }
            for output in [.int16(out.pointer, stride: n), .float32(wide.pointer, stride: n)] as [OutputEpilogue.Output]
            {
                for matrix in [packed.matrix, GemmWeights.sparse(SparseWeights(packed)).matrix] {
                    table.gemm(
                        GemmArguments(
                            a: a.pointer, aStride: k, weights: matrix, chunk: .max, rows: m, columns: 0..<n,
                            epilogue: OutputEpilogue(
                                bias: bias.pointer, scale: scale.pointer,
                                residual: .init(pointer: residual.pointer, stride: n, scale: 1), output: output)))
                }
            }
        }
    }
}
