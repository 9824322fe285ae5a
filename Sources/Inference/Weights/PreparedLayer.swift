import FixedPoint
import Kernels

/// Weights, bias, scales and bounds of one Conv, Gemm or MatMul as the kernels read them.
final class PreparedLayer: Sendable {
    enum Weights: Sendable {
        /// One matrix for each group.
        case gemm([GemmWeights])
        case depthwise(PackedDepthwiseWeights)
        case winograd(PackedWinogradWeights)

        var byteCount: Int {
            switch self {
            case .gemm(let groups): groups.reduce(0) { $0 + $1.byteCount }
            case .depthwise(let weights): weights.byteCount
            case .winograd(let weights): weights.byteCount
            }
        }

        /// Elements that bias and scale are padded to.
        var paddedColumns: Int {
            switch self {
            case .gemm(let groups): groups[0].paddedColumns
            case .depthwise(let weights): weights.paddedChannels
            case .winograd(let weights): weights.paddedColumns
            }
        }
    }

    let weights: Weights
    /// Elements of the reduction per exact sum.
    let chunk: Int
    /// Input channels per exact sum; nil where chunks run along the taps.
    let channelBlock: Int?
    /// For each group, padded to the kernels' column block.
    let biases: [AlignedBuffer<Int32>]
    /// 2^(input + weight - output exponent), padded alike; without the output's exponent for float32 results.
    let scales: [AlignedBuffer<Float>]
    let limits: OutputLimits
    /// No result is larger before it is clamped, in units of the output's mantissa.
    let largest: Float
    /// nil: results are float32.
    let outputFormat: DFPFormat?
    /// What a residual's mantissas are multiplied with; nil without a residual.
    let residualScale: Float?
    let outputs: Int

    init(
        weights: Weights, chunk: Int, channelBlock: Int?, biases: [AlignedBuffer<Int32>],
        scales: [AlignedBuffer<Float>], limits: OutputLimits, largest: Float, outputFormat: DFPFormat?,
        residualScale: Float?, outputs: Int
    ) {
        self.weights = weights
        self.chunk = chunk
        self.channelBlock = channelBlock
        self.biases = biases
        self.scales = scales
        self.limits = limits
        self.largest = largest
        self.outputFormat = outputFormat
        self.residualScale = residualScale
        self.outputs = outputs
    }

    /// Bytes held for this layer alone; packed weights may be shared.
    var byteCount: Int {
        biases.reduce(0) { $0 + $1.byteCount } + scales.reduce(0) { $0 + $1.byteCount }
    }

    /// What the kernels do with the sums of a group, from element `first` of the output (and of the residual) on; rows are
    /// `outputs` elements apart.
    func epilogue(
        _ context: ExecutionContext, group: Int = 0, output: Int, residual: Int?, first: Int
    ) -> OutputEpilogue {
        let target: OutputEpilogue.Output =
            outputFormat == nil
            ? .float32(context.float32(output) + first, stride: outputs)
            : .int16(context.int16(output) + first, stride: outputs)
        var epilogue = OutputEpilogue(
            bias: biases[group].pointer, scale: scales[group].pointer, limits: limits, largest: largest, output: target)
        if let residual, let residualScale {
            epilogue.residual = .init(pointer: context.int16(residual) + first, stride: outputs, scale: residualScale)
        }
        return epilogue
    }
}
