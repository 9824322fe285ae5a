import Kernels

/// One call of each operation of the kernel table, of sizes as in a middle layer of a network, tails included.
///
/// The pointers stay within the buffers, each of which has `capacity` elements and lives as long as the cases.
struct KernelCases {
    let table: KernelTable
    private static let capacity = 1 << 16
    private let a = AlignedBuffer<Int16>((0..<Self.capacity).map { Int16($0 * 7919 % 2001 - 1000) })
    private let b = AlignedBuffer<Int16>((0..<Self.capacity).map { Int16($0 * 104_729 % 1999 + 1) })
    private let output = AlignedBuffer<Int16>(count: Self.capacity)
    private let floats = AlignedBuffer<Float>((0..<Self.capacity).map { Float($0 * 7919 % 2001 - 1000) / 128 })
    private let floatOutput = AlignedBuffer<Float>(count: Self.capacity)
    private let bias = AlignedBuffer<Int32>((0..<1024).map { Int32($0 * 31 % 1001 - 500) })
    private let scale = AlignedBuffer<Float>([Float](repeating: 0x1p-12, count: 1024))
    private let square = AlignedBuffer<Float>((0..<1024).map { Float($0 % 7) + 0.5 })
    private let limits = OutputLimits(lower: 0, upper: 30000)
    /// 100 channels: three blocks of 32 and a tail of four.
    private let channels = 100

    typealias Case = (name: String, body: () -> Void)

    var all: [Case] {
        gemms + winograd + depthwise + windows + elementwise
            + [rowwise("softmax"), rowwise("probabilities"), rowwise("layernorm"), rowwise("lrn")] + conversions
    }

    private func epilogue(_ stride: Int, residual: Bool = false) -> OutputEpilogue {
        var epilogue = OutputEpilogue(
            bias: bias.pointer, scale: scale.pointer, limits: limits,
            largest: OutputEpilogue.largest(sums: 3, scale: scale.pointer[0], residualScale: 0.5),
            output: .int16(output.pointer, stride: stride))
        if residual { epilogue.residual = .init(pointer: b.pointer, stride: stride, scale: 0.5) }
        return epilogue
    }

    private var gemms: [Case] {
        let (m, n, k) = (49, 100, 96)
        let weights = PackedWeights(rows: UnsafeBufferPointer(b.buffer), n: n, k: k, nr: table.gemmColumns)
        // Every second block of 16 columns and two elements is zero.
        let halfZero = AlignedBuffer<Int16>(
            (0..<n * k).map { ($0 % k / 2 + $0 / k / WeightBlock.outputs) % 2 == 0 ? 0 : b.pointer[$0] })
        let sparse = SparseWeights(
            PackedWeights(rows: UnsafeBufferPointer(halfZero.buffer), n: n, k: k, nr: table.gemmColumns))
        return [
            ("gemm", k, false, false), ("gemm_chunks", 32, false, false), ("gemm_residual", k, true, false),
            ("gemm_f32", k, false, true), ("sparse_gemm", k, false, false), ("sparse_gemm_chunks", 32, false, false),
        ].map { name, chunk, residual, isFloat in
            let weights = name.hasPrefix("sparse") ? GemmWeights.sparse(sparse) : .dense(weights)
            return
                (
                    name,
                    {
                        var epilogue = epilogue(n, residual: residual)
                        if isFloat { epilogue.output = .float32(floatOutput.pointer, stride: n) }
                        table.gemm(
                            GemmArguments(
                                a: a.pointer, aStride: k, weights: weights.matrix, chunk: chunk, rows: m,
                                columns: 0..<n,
                                epilogue: epilogue))
                    }
                )
        }
    }

    private var winograd: [Case] {
        guard table.hasWinograd else { return [] }
        let window = window(3)
        let tiles = WinogradTiles(window)
        let weights = PackedWinogradWeights(
            UnsafeBufferPointer(b.buffer), n: 40, channels: 48, channelBlock: 32, offset: 0, nr: table.gemmColumns)
        let transformed = AlignedBuffer<Int16>(
            count: WinogradInput.elementCount(tiles: tiles.perImage, channels: 48))
        let input = WinogradInput(transformed.pointer, tiles: tiles.perImage, channels: 48)
        let range = 0..<tiles.perImage
        return [
            (
                "winograd_input",
                {
                    withExtendedLifetime(transformed) {
                        table.winogradInput(a.pointer, tiles: tiles, range: range, weights: weights, output: input)
                    }
                }
            ),
            (
                "winograd",
                {
                    withExtendedLifetime(transformed) {
                        _ = table.winograd(
                            input, tiles: tiles, range: range, weights: weights, columns: 0..<40,
                            epilogue: epilogue(40))
                    }
                }
            ),
        ]
    }

    private func window(_ kernel: Int, stride: Int = 1) -> Window {
        let output = (14 + stride - 1) / stride
        let pad = kernel / 2
        return Window(
            input: (14, 14), kernel: (kernel, kernel), strides: (stride, stride), pads: (pad, pad, pad, pad),
            output: (output, output))
    }

    private var depthwise: [Case] {
        [(3, 1), (3, 2), (5, 1)].map { kernel, stride in
            let window = window(kernel, stride: stride)
            let weights = PackedDepthwiseWeights(
                UnsafeBufferPointer(b.buffer), channels: channels, kernelHeight: kernel, kernelWidth: kernel)
            return (
                "dwconv_\(kernel)x\(kernel)_s\(stride)",
                {
                    table.depthwiseConv(
                        input: a.pointer, inputStride: channels, window: window, weights: weights,
                        chunk: kernel * kernel, rows: 0..<window.outputHeight, epilogue: epilogue(channels))
                }
            )
        }
    }

    private var windows: [Case] {
        let window = window(3)
        return [
            (
                "im2col",
                {
                    table.im2col(
                        input: a.pointer, inputStride: channels, channels: channels, window: window, pixels: 0..<49,
                        output: output.pointer, outputStride: 9 * channels)
                }
            ),
            (
                "maxpool",
                {
                    table.maxPool(
                        input: a.pointer, inputStride: channels, channels: channels, window: window,
                        rows: 0..<window.outputHeight, output: output.pointer, outputStride: channels)
                }
            ),
            (
                "avgpool",
                {
                    table.averagePool(
                        input: a.pointer, inputStride: channels, channels: channels, window: window,
                        countIncludePad: false, scale: 1, limits: limits, rows: 0..<window.outputHeight,
                        output: output.pointer, outputStride: channels)
                }
            ),
            (
                "gavgpool",
                {
                    table.globalAveragePool(
                        input: a.pointer, inputStride: channels, pixels: 196, channels: channels, scale: 1,
                        limits: limits, output: output.pointer)
                }
            ),
        ]
    }

    private var elementwise: [Case] {
        let operations: [(String, ElementwiseOperation)] = [
            ("add", .add(aScale: 0.5, bScale: 1)), ("sub", .sub(aScale: 0.5, bScale: 1)), ("mul", .mul(scale: 0x1p-6)),
            ("div", .div(scale: 64)),
        ]
        return operations.map { name, operation in
            (
                name,
                {
                    table.elementwise(
                        operation, .full(a.pointer, stride: channels), .full(b.pointer, stride: channels), rows: 196,
                        columns: channels, limits: limits, output: output.pointer, outputStride: channels)
                }
            )
        }
    }

    private func rowwise(_ name: String) -> Case {
        let (rows, columns) = (49, 197)
        switch name {
        case "softmax":
            return (
                name,
                {
                    table.softmax(
                        input: floats.pointer, inputStride: columns, rows: rows, columns: columns,
                        output: floatOutput.pointer, outputStride: columns)
                }
            )
        case "probabilities":
            return (
                name,
                {
                    // Overwritten scores are as good as new ones.
                    table.softmaxProbabilities(
                        scores: floatOutput.pointer, stride: columns, rows: rows, columns: columns,
                        probabilities: output.pointer, probabilitiesStride: columns)
                }
            )
        case "layernorm":
            return (
                name,
                {
                    table.layerNormalization(
                        LayerNormalizationArguments(
                            input: .int16(a.pointer, scale: 0x1p-8), rows: rows, columns: columns,
                            inputStride: columns, outputStride: columns, scale: square.pointer, shift: square.pointer,
                            epsilon: 1e-5, output: .int16(output.pointer, limits)))
                }
            )
        default:
            return (
                name,
                {
                    table.localResponseNormalization(
                        input: a.pointer, inputStride: channels, rows: rows, channels: channels, size: 5,
                        alphaScale: 1e-6, bias: 1, beta: 0.75, scale: 1, limits: limits, output: output.pointer,
                        outputStride: channels)
                }
            )
        }
    }

    private var conversions: [Case] {
        let count = 19_601
        let lookup = LookupTable(inputScale: 0x1p-8, outputScale: 256, limits: limits) { $0 / 2 }
        return [
            (
                "affine",
                {
                    table.affine(
                        input: a.pointer, inputStride: channels, multiplier: square.pointer, addend: square.pointer,
                        rows: 196, columns: channels, limits: limits, output: output.pointer, outputStride: channels)
                }
            ),
            (
                "requantize",
                {
                    table.requantize(
                        input: a.pointer, inputStride: channels, scale: 0.5, rows: 196, columns: channels,
                        limits: limits, output: output.pointer, outputStride: channels)
                }
            ),
            ("lut", { table.lookup(input: a.pointer, table: lookup, count: count, output: output.pointer) }),
            (
                "quantize",
                {
                    table.quantize(
                        input: floats.pointer, scale: 64, limits: limits, count: count, output: output.pointer)
                }
            ),
            (
                "dequantize",
                { table.dequantize(input: a.pointer, scale: 0.25, count: count, output: floatOutput.pointer) }
            ),
            (
                "transpose_i16",
                {
                    table.transpose(
                        input: a.pointer, inputStride: channels, rows: 196, columns: channels, output: output.pointer,
                        outputStride: 196)
                }
            ),
            (
                "transpose_f32",
                {
                    table.transpose(
                        input: floats.pointer, inputStride: channels, rows: 196, columns: channels,
                        output: floatOutput.pointer, outputStride: 196)
                }
            ),
        ]
    }
}
