import Kernels

/// A 3 x 3 convolution by Winograd's F(2x2,3x3): tiles of the input are transformed block by block in scratch memory, so
/// that all columns use a block while it is in the cache.
struct WinogradStep: PlanStep {
    let layer: PreparedLayer
    let weights: PackedWinogradWeights
    let tiles: WinogradTiles
    let input: Int
    let samples: Int
    /// Output pixels of one image.
    let pixels: Int
    let residual: Int?
    let output: Int

    /// Bytes of transformed input that one block may take; it stays in the second-level cache beside the weights of a
    /// panel. Fewer tiles than `fewestTiles` would read the weights too often.
    private static let blockBytes = 256 * 1024
    private static let fewestTiles = 28
    /// Groups of tiles in the kernels are multiples of this, where possible.
    private static let tileStep = 7
    /// What the transform of the input costs, in panels of columns.
    private static let transformPanels = 0.2

    var kernel: String { "winograd 2x2" }
    /// Of the convolution: Winograd computes the same with fewer.
    var macs: Int { samples * pixels * weights.n * weights.channels * 9 }

    private var count: Int { samples * tiles.perImage }

    private var largestBlock: Int {
        let bytes = WinogradInput.elementCount(tiles: 1, channels: weights.channels) * MemoryLayout<Int16>.stride
        return min(count, max(Self.blockBytes / bytes / Self.tileStep * Self.tileStep, Self.fewestTiles))
    }

    var scratchBytes: Int {
        WinogradInput.elementCount(tiles: largestBlock, channels: weights.channels) * MemoryLayout<Int16>.stride + 128
    }

    func execute(_ context: ExecutionContext) -> Int {
        let split = OutputSplit(
            rows: count, images: 1, largestTile: largestBlock, step: Self.tileStep,
            panels: weights.paddedColumns / weights.nr, nr: weights.nr, threads: context.threads,
            preparation: Self.transformPanels)
        return context.parallel(split.tiles * split.columnParts) { task, worker in
            let (block, part) = task.quotientAndRemainder(dividingBy: split.columnParts)
            return run(
                context, worker: worker, range: block * split.tile..<min((block + 1) * split.tile, count),
                columns: part * split.columns..<min((part + 1) * split.columns, weights.n))
        }
    }

    private func run(_ context: ExecutionContext, worker: Int, range: Range<Int>, columns: Range<Int>) -> Int {
        // `scratchBytes` has room for the largest block, and each worker has its own.
        let transformed = WinogradInput(
            context.scratch(of: worker).assumingMemoryBound(to: Int16.self), tiles: range.count,
            channels: weights.channels)
        context.kernels.winogradInput(
            context.int16(input), tiles: tiles, range: range, weights: weights, output: transformed)
        let epilogue = layer.epilogue(context, output: output, residual: residual, first: 0)
        return context.kernels.winograd(
            transformed, tiles: tiles, range: range, weights: weights, columns: columns, epilogue: epilogue)
    }
}
