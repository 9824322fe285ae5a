import Kernels

/// Convolution and matrix product by gemm: rows of A are the input's pixels (or rows) themselves, or im2col rows that
/// are made tile by tile in scratch memory, so that all columns use a tile while it is in the cache.
struct MatrixStep: PlanStep {
    let layer: PreparedLayer
    let matrices: [PackedWeights]
    let input: Int
    /// Channels of the input: elements between its pixels.
    let inputChannels: Int
    /// nil: row i of A is row i of the input.
    let window: Window?
    /// Images, and output pixels of each; without a window one "image" holds all rows.
    let samples: Int
    let rows: Int
    let residual: Int?
    let output: Int

    /// Bytes of A that one tile may take: with the panel of weights it stays in a second-level cache of 512 KB.
    private static let tileBytes = 192 * 1024
    /// A multiple of the kernels' tile heights, where possible.
    private static let rowStep = 14

    var kernel: String {
        (window == nil ? "gemm" : "im2col gemm") + (matrices.count > 1 ? " \(matrices.count) groups" : "")
    }
    var operation: String? { "gemm" }

    var macs: Int { samples * rows * matrices.reduce(0) { $0 + $1.n * $1.k } }

    private var rowLength: Int { (matrices[0].k + 1) / 2 * 2 }

    private var largestTile: Int {
        let fitting = Self.tileBytes / (rowLength * 2) / Self.rowStep * Self.rowStep
        return min(max(fitting, Self.rowStep), (rows + Self.rowStep - 1) / Self.rowStep * Self.rowStep)
    }

    var scratchBytes: Int { window == nil ? 0 : largestTile * rowLength * 2 + 128 }

    /// How the outputs are split: every part is one task. Splitting never changes a result.
    private func split(threads: Int) -> (tile: Int, tiles: Int, columns: Int, columnParts: Int) {
        let wanted = threads == 1 ? 1 : threads * 2
        let images = samples * matrices.count
        var tile = largestTile
        if images * ((rows + tile - 1) / tile) < wanted {
            // Smaller tiles as long as each panel of weights is used often enough.
            let smaller = rows * images / wanted / Self.rowStep * Self.rowStep
            tile = max(min(tile, Self.rowStep * 4), min(tile, smaller))
        }
        let tiles = (rows + tile - 1) / tile
        let panels = (matrices[0].n + matrices[0].nr - 1) / matrices[0].nr
        let parts = min(panels, max(1, wanted / max(images * tiles, 1)))
        let panelsPerPart = (panels + parts - 1) / parts
        return (tile, tiles, panelsPerPart * matrices[0].nr, (panels + panelsPerPart - 1) / panelsPerPart)
    }

    func execute(_ context: ExecutionContext) -> Int {
        let (tile, tiles, columns, columnParts) = split(threads: context.threads)
        let groups = matrices.count
        return context.parallel(samples * groups * tiles * columnParts) { task, worker in
            let part = task % columnParts
            let tileIndex = task / columnParts % tiles
            let group = task / (columnParts * tiles) % groups
            let sample = task / (columnParts * tiles * groups)
            let pixels = tileIndex * tile..<min((tileIndex + 1) * tile, rows)
            let matrix = matrices[group]
            return runTile(
                context, worker: worker, sample: sample, group: group, pixels: pixels,
                columns: part * columns..<min((part + 1) * columns, matrix.n))
        }
    }

    private func runTile(
        _ context: ExecutionContext, worker: Int, sample: Int, group: Int, pixels: Range<Int>, columns: Range<Int>
    ) -> Int {
        let matrix = matrices[group]
        let channels = inputChannels / matrices.count
        var a = UnsafePointer(context.int16(input))
        var stride = inputChannels
        if let window {
            a += sample * window.height * window.width * inputChannels + group * channels
            // `scratchBytes` has room for the largest tile, and each worker has its own.
            let tile = context.scratch(of: worker).assumingMemoryBound(to: Int16.self)
            context.kernels.im2col(
                input: a, inputStride: inputChannels, channels: channels, channelBlock: layer.channelBlock,
                window: window,
                pixels: pixels, output: tile, outputStride: rowLength)
            (a, stride) = (UnsafePointer(tile), rowLength)
        } else {
            a += (sample * rows + pixels.lowerBound) * inputChannels + group * channels
        }
        let first = (sample * rows + pixels.lowerBound) * layer.outputs + group * matrix.n
        let target: OutputEpilogue.Output =
            layer.outputFormat == nil
            ? .float32(context.float32(output) + first, stride: layer.outputs)
            : .int16(context.int16(output) + first, stride: layer.outputs)
        var epilogue = OutputEpilogue(
            bias: layer.biases[group].pointer, scale: layer.scales[group].pointer, limits: layer.limits,
            largest: layer.largest,
            output: target)
        if let residual, let scale = layer.residualScale {
            epilogue.residual = .init(pointer: context.int16(residual) + first, stride: layer.outputs, scale: scale)
        }
        return context.kernels.gemm(
            GemmArguments(
                a: a, aStride: stride, weights: matrix.matrix, chunk: layer.chunk, rows: pixels.count, columns: columns,
                epilogue: epilogue))
    }
}
