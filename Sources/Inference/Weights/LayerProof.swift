import FixedPoint
import ModelGraph

/// Checks again, from the weights themselves, that no accumulator of a layer can overflow.
enum LayerProof {
    /// - Throws: `InferenceError` of kind `.falseProof` if an accumulator can overflow, or can become larger than the
    ///   checkpoint claims; of kind `.invalidModel` for a weight of -32768, which the kernels do not multiply.
    static func check(
        _ weights: [Int16], arrangement: LayerPreparation.Arrangement, format: DFPFormat, layer: LayerFormat,
        bias: [Int32]
    ) throws(InferenceError) {
        guard weights.reduce(0, min) > .min else {
            throw .invalid("a weight is -32768; weights must be within -32767...32767")
        }
        for output in 0..<arrangement.outputs {
            let worst = worstCase(weights, arrangement, output, format, layer, bias[output])
            guard OverflowProof.holds(worst) else {
                throw InferenceError(
                    .falseProof,
                    "the accumulator of output \(output) can reach \(worst), which is over 2^31 - 1: quantize again")
            }
            guard worst <= layer.worstCaseAccumulator else {
                throw InferenceError(
                    .falseProof,
                    "the accumulator of output \(output) can reach \(worst), the checkpoint claims at most "
                        + "\(layer.worstCaseAccumulator): its weights or formats were changed after the proof")
            }
        }
    }

    private static func worstCase(
        _ weights: [Int16], _ arrangement: LayerPreparation.Arrangement, _ output: Int, _ format: DFPFormat,
        _ layer: LayerFormat, _ bias: Int32
    ) -> Int {
        let (length, chunk) = (arrangement.reduction, layer.chunk)
        switch arrangement {
        case .columns(_, let outputs):
            // A column of the matrix, gathered.
            return OverflowProof.worstCaseAccumulator(
                weights: (0..<length).map { weights[$0 * outputs + output] }, minimum: format.minimum,
                maximum: format.maximum, chunk: chunk, bias: bias)
        case .convolution(_, let inputs, let height, let width, _, _) where layer.channelBlock == nil:
            return weights.withUnsafeBufferPointer {
                OverflowProof.worstCaseAccumulator(
                    convolution: UnsafeBufferPointer(rebasing: $0[output * length..<(output + 1) * length]),
                    inputs: inputs, taps: height * width, minimum: format.minimum, maximum: format.maximum,
                    chunk: chunk, bias: bias)
            }
        case .rows, .depthwise, .convolution:
            // Blocks of channels follow one another in ONNX's order.
            return weights.withUnsafeBufferPointer {
                OverflowProof.worstCaseAccumulator(
                    weights: UnsafeBufferPointer(rebasing: $0[output * length..<(output + 1) * length]),
                    minimum: format.minimum, maximum: format.maximum, chunk: chunk, bias: bias)
            }
        }
    }
}
