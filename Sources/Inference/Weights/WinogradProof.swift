import FixedPoint
import ModelGraph

/// Whether a layer can be computed by Winograd's F(2x2,3x3) with the same bits. Nothing is claimed in the checkpoint: where this does not hold, im2col and gemm give the same result.
enum WinogradProof {
    static func holds(
        _ weights: [Int16], arrangement: LayerPreparation.Arrangement, format: DFPFormat, layer: LayerFormat
    ) -> Bool {
        guard case .convolution(let outputs, let inputs, _, _, _, suitsWinograd: true) = arrangement,
            // A sum has all taps of its channels.
            layer.channelBlock != nil || layer.chunk >= arrangement.reduction
        else { return false }
        let length = inputs * 9
        return (0..<outputs).allSatisfy { output in
            let filters = weights[output * length..<(output + 1) * length].map { Int32($0) }
            return filters.withUnsafeBufferPointer {
                WinogradSums.suit(
                    $0, chunk: min(layer.chunk, length), minimum: Int(format.minimum), maximum: Int(format.maximum))
            }
        }
    }
}
