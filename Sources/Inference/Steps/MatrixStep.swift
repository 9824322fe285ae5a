import Kernels

/// Convolution and matrix product by gemm: rows of A are the input's pixels (or rows) themselves, or im2col rows that
/// are made tile by tile in scratch memory, so that all columns use a tile while it is in the cache.
struct MatrixStep: PlanStep {
    let layer: PreparedLayer
    let matrices: [GemmWeights]
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
    private static let rowStep = 7
    /// What im2col costs, in panels of columns.
    private static let im2colPanels = 0.3

    var kernel: String {
        (window == nil ? "" : "im2col ")
            + (matrices[0].blockShare.map { "sparse \(Int(($0 * 100).rounded()))% " } ?? "")
            + "gemm" + (matrices.count > 1 ? " \(matrices.count) groups" : "")
    }
    var operation: String? { matrices[0].blockShare == nil ? "gemm" : "sparse_gemm" }

    /// Of the layer: where blocks are zero, fewer are computed.
    var macs: Int { samples * rows * matrices.reduce(0) { $0 + $1.n * $1.k } }

    private var rowLength: Int { (matrices[0].k + 1) / 2 * 2 }

    private var largestTile: Int {
        let fitting = Self.tileBytes / (rowLength * 2) / Self.rowStep * Self.rowStep
        return min(max(fitting, Self.rowStep), (rows + Self.rowStep - 1) / Self.rowStep * Self.rowStep)
    }

    var scratchBytes: Int { window == nil ? 0 : largestTile * rowLength * 2 + 128 }

    func execute(_ context: ExecutionContext) -> Int {
        let groups = matrices.count
        let split = OutputSplit(
            rows: rows, images: samples * groups, largestTile: largestTile, step: Self.rowStep,
            panels: matrices[0].paddedColumns / matrices[0].nr, nr: matrices[0].nr, threads: context.threads,
            preparation: window == nil ? 0 : Self.im2colPanels)
        return context.parallel(samples * groups * split.tiles * split.columnParts) { task, worker in
            let part = task % split.columnParts
            let tile = task / split.columnParts % split.tiles
            let group = task / (split.columnParts * split.tiles) % groups
            let sample = task / (split.columnParts * split.tiles * groups)
            return runTile(
                context, worker: worker, sample: sample, group: group,
                pixels: tile * split.tile..<min((tile + 1) * split.tile, rows),
                columns: part * split.columns..<min((part + 1) * split.columns, matrices[group].n))
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
                window: window, pixels: pixels, output: tile, outputStride: rowLength)
            (a, stride) = (UnsafePointer(tile), rowLength)
        } else {
            a += (sample * rows + pixels.lowerBound) * inputChannels + group * channels
        }
        let first = (sample * rows + pixels.lowerBound) * layer.outputs + group * matrix.n
        let epilogue = layer.epilogue(context, group: group, output: output, residual: residual, first: first)
        return context.kernels.gemm(
            GemmArguments(
                a: a, aStride: stride, weights: matrix.matrix, chunk: layer.chunk, rows: pixels.count, columns: columns,
                epilogue: epilogue))
    }
}
