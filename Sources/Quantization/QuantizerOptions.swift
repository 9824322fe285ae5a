/// Settings of the quantizer. The defaults suit image models.
package struct QuantizerOptions: Sendable, Hashable {
    /// How the range of an activation follows from what calibration saw.
    package var method: CalibrationMethod
    /// What the range of a value is multiplied with where its operator gives no bound: room for images unlike those seen.
    package var headroom: Float
    /// Signal to quantization noise in dB that a layer is to reach with the fewest chunks.
    package var targetSQNR: Double
    /// Mantissa bits, sign included, to choose from for activations, within 8...16.
    package var activationBits: ClosedRange<Int>
    /// Lengths of the exact sums to choose from beside the whole reduction: multiples of 16.
    package var chunks: [Int]
    /// A value to give out as well, the feature before the classifier; nil for none.
    package var embedding: String?

    package init(
        method: CalibrationMethod = .minMax, headroom: Float = 1.5, targetSQNR: Double = 80,
        activationBits: ClosedRange<Int> = 12...16, chunks: [Int] = [1024, 512, 256, 128, 64, 32, 16],
        embedding: String? = nil
    ) {
        self.method = method
        self.headroom = headroom
        self.targetSQNR = targetSQNR
        self.activationBits = activationBits
        self.chunks = chunks
        self.embedding = embedding
    }

    func check() throws(QuantizationError) {
        guard headroom.isFinite, (1...16).contains(headroom) else {
            throw QuantizationError(.invalidOption, "headroom \(headroom); expected 1...16")
        }
        guard targetSQNR.isFinite else { throw QuantizationError(.invalidOption, "target \(targetSQNR) dB") }
        guard activationBits.lowerBound >= 8, activationBits.upperBound <= 16 else {
            throw QuantizationError(.invalidOption, "activation bits \(activationBits); expected 8...16")
        }
        guard chunks.allSatisfy({ $0 > 0 && $0 % LayerAnalysis.block == 0 }) else {
            throw QuantizationError(.invalidOption, "chunks \(chunks); expected multiples of 16")
        }
    }
}
