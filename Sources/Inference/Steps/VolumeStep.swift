import Kernels
import ModelGraph

/// Convolution over three spatial axes by gemm: rows of A are im2col rows in the order depth, height, width, channel,
/// made tile by tile in scratch memory.
struct VolumeStep: PlanStep {
    let layer: PreparedLayer
    let matrices: [GemmWeights]
    let input: Int
    let inputChannels: Int
    let geometry: ModelGraph.WindowGeometry
    let samples: Int
    let residual: Int?
    let output: Int

    private static let tileBytes = 192 * 1024

    var kernel: String { "im2col 3-D gemm" + (matrices.count > 1 ? " \(matrices.count) groups" : "") }
    var operation: String? { matrices[0].blockShare == nil ? "gemm" : "sparse_gemm" }
    var macs: Int { samples * geometry.outputCount * matrices.reduce(0) { $0 + $1.n * $1.k } }
    private var rowLength: Int { (matrices[0].k + 1) / 2 * 2 }
    private var tile: Int { max(1, min(geometry.outputCount, Self.tileBytes / (rowLength * 2))) }
    var scratchBytes: Int { tile * rowLength * 2 + AlignedBuffer<Int16>.slackBytes }

    func execute(_ context: ExecutionContext) -> Int {
        let positions = geometry.outputCount
        let tiles = (positions + tile - 1) / tile
        let groups = matrices.count
        return context.parallel(samples * groups * tiles) { task, worker in
            let (sample, group) = (task / (tiles * groups), task / tiles % groups)
            let range = task % tiles * tile..<min((task % tiles + 1) * tile, positions)
            let matrix = matrices[group]
            let channels = inputChannels / groups
            // `scratchBytes` has room for a tile, and each worker has its own.
            let a = context.scratch(of: worker).assumingMemoryBound(to: Int16.self)
            let source = context.int16(input) + sample * geometry.inputCount * inputChannels + group * channels
            for (row, position) in range.enumerated() { unfold(source, channels, position, into: a + row * rowLength) }
            let first = (sample * positions + range.lowerBound) * layer.outputs + group * matrix.n
            let epilogue = layer.epilogue(context, group: group, output: output, residual: residual, first: first)
            return context.kernels.gemm(
                GemmArguments(
                    a: a, aStride: rowLength, weights: matrix.matrix, chunk: layer.chunk, rows: range.count,
                    columns: 0..<matrix.n, epilogue: epilogue))
        }
    }

    /// What the window at one output position covers; zeros in the padding and at the end of an odd row.
    private func unfold(
        _ source: UnsafePointer<Int16>, _ channels: Int, _ position: Int, into row: UnsafeMutablePointer<Int16>
    ) {
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let w0 = width.start(position % width.output)
        let h0 = height.start(position / width.output % height.output)
        let d0 = depth.start(position / (width.output * height.output))
        var target = row
        for i in 0..<depth.kernel {
            let d = d0 + i * depth.dilation
            for j in 0..<height.kernel {
                let h = h0 + j * height.dilation
                let isInside = (0..<depth.input).contains(d) && (0..<height.input).contains(h)
                for k in 0..<width.kernel {
                    let w = w0 + k * width.dilation
                    if isInside && (0..<width.input).contains(w) {
                        let pixel = source + ((d * height.input + h) * width.input + w) * inputChannels
                        target.update(from: pixel, count: channels)
                    } else {
                        target.update(repeating: 0, count: channels)
                    }
                    target += channels
                }
            }
        }
        if target - row < rowLength { target[0] = 0 }
    }
}
