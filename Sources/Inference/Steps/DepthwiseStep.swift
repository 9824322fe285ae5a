import Kernels

/// Convolution in which every channel has a filter of its own.
struct DepthwiseStep: PlanStep {
    let layer: PreparedLayer
    let weights: PackedDepthwiseWeights
    let input: Int
    let window: Window
    let samples: Int
    let residual: Int?
    let output: Int

    var kernel: String { "depthwise \(window.kernelHeight)x\(window.kernelWidth)" }
    var operation: String? { "dwconv" }
    var macs: Int { samples * window.outputHeight * window.outputWidth * weights.channels * weights.taps }

    func execute(_ context: ExecutionContext) -> Int {
        let channels = weights.channels
        let (inputSize, outputSize) = (
            window.height * window.width * channels, window.outputHeight * window.outputWidth * channels
        )
        // Rows share interleaved weights, blocks of channels nothing: the latter are split where there are enough.
        let block = PackedDepthwiseWeights.channelBlock
        let blocks = weights.paddedChannels / block
        let wanted = context.threads == 1 ? 1 : max(1, (context.threads * 2 - 1) / samples + 1)
        let byChannels = blocks % wanted == 0 || blocks >= 4 * wanted
        let parts = min(wanted, byChannels ? blocks : window.outputHeight)
        return context.parallel(samples * parts) { task, _ in
            let (sample, part) = (task / parts, task % parts)
            func share(_ count: Int) -> Range<Int> { count * part / parts..<count * (part + 1) / parts }
            let rows = byChannels ? 0..<window.outputHeight : share(window.outputHeight)
            let ownBlocks = byChannels ? share(blocks) : 0..<blocks
            let ownChannels = ownBlocks.lowerBound * block..<min(channels, ownBlocks.upperBound * block)
            let epilogue = layer.epilogue(context, output: output, residual: residual, first: sample * outputSize)
            return context.kernels.depthwiseConv(
                input: context.int16(input) + sample * inputSize, inputStride: channels, window: window,
                weights: weights, chunk: layer.chunk, rows: rows, channels: ownChannels, epilogue: epilogue)
        }
    }
}
