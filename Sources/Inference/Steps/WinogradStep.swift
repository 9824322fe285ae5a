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
    /// The kernels' groups of tiles divide this where possible.
    private static let tileStep = 14

    var kernel: String { "winograd 2x2" }
    /// Of the convolution: Winograd computes the same with fewer.
    var macs: Int { samples * pixels * weights.n * weights.channels * 9 }

    private var count: Int { samples * tiles.perImage }

    /// Tiles of a block, none smaller than it must be.
    private var largestBlock: Int {
        let bytes = WinogradInput.elementCount(tiles: 1, channels: weights.channels) * MemoryLayout<Int16>.stride
        return even(max(Self.blockBytes / bytes / Self.tileStep * Self.tileStep, Self.fewestTiles))
    }

    /// Blocks of nearly equal size, at most `largest` tiles each.
    private func even(_ largest: Int) -> Int {
        let blocks = (count + largest - 1) / largest
        let size = (count + blocks - 1) / blocks
        return blocks == 1 ? size : min(largest, (size + Self.tileStep - 1) / Self.tileStep * Self.tileStep)
    }

    var scratchBytes: Int {
        WinogradInput.elementCount(tiles: largestBlock, channels: weights.channels) * MemoryLayout<Int16>.stride + 128
    }

    /// How the outputs are split: every part is one task. Splitting never changes a result.
    private func split(threads: Int) -> (block: Int, blocks: Int, columns: Int, columnParts: Int) {
        let wanted = threads == 1 ? 1 : threads * 2
        var block = largestBlock
        if (count + block - 1) / block < wanted {
            block = min(block, even(max(Self.fewestTiles, (count + wanted - 1) / wanted)))
        }
        let blocks = (count + block - 1) / block
        // Parts of the columns transform the same input: as few as keep every thread busy.
        let panels = weights.paddedColumns / weights.nr
        let parts = min(panels, blocks % threads == 0 ? 1 : max(1, (wanted + blocks - 1) / blocks))
        let panelsPerPart = (panels + parts - 1) / parts
        return (block, blocks, panelsPerPart * weights.nr, (panels + panelsPerPart - 1) / panelsPerPart)
    }

    func execute(_ context: ExecutionContext) -> Int {
        let (block, blocks, columns, columnParts) = split(threads: context.threads)
        return context.parallel(blocks * columnParts) { task, worker in
            let (index, part) = (task / columnParts, task % columnParts)
            return run(
                context, worker: worker, range: index * block..<min((index + 1) * block, count),
                columns: part * columns..<min((part + 1) * columns, weights.n))
        }
    }

    private func run(_ context: ExecutionContext, worker: Int, range: Range<Int>, columns: Range<Int>) -> Int {
        // `scratchBytes` has room for the largest block, and each worker has its own.
        let transformed = WinogradInput(
            context.scratch(of: worker).assumingMemoryBound(to: Int16.self), tiles: range.count,
            channels: weights.channels)
        context.kernels.winogradInput(
            context.int16(input), tiles: tiles, range: range, weights: weights, output: transformed)
        let target: OutputEpilogue.Output =
            layer.outputFormat == nil
            ? .float32(context.float32(output), stride: layer.outputs)
            : .int16(context.int16(output), stride: layer.outputs)
        var epilogue = OutputEpilogue(
            bias: layer.biases[0].pointer, scale: layer.scales[0].pointer, limits: layer.limits, largest: layer.largest,
            output: target)
        if let residual, let scale = layer.residualScale {
            epilogue.residual = .init(pointer: context.int16(residual), stride: layer.outputs, scale: scale)
        }
        return context.kernels.winograd(
            transformed, tiles: tiles, range: range, weights: weights, columns: columns, epilogue: epilogue)
    }
}
