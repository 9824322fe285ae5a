/// Settings of the quantizer. The defaults suit image models.
package struct QuantizerOptions: Sendable, Hashable {
    /// How the range of an activation follows from what calibration saw.
    package var method: CalibrationMethod
    /// What the range of a value is multiplied with where its operator gives no bound: room for images unlike those seen.
    package var headroom: Float
    /// Signal to quantization noise in dB that a layer is to reach with the fewest chunks.
    package var targetSQNR: Double
    /// The same for layers that are computed by Winograd's F(2x2,3x3), which takes half the time and leaves at most 15
    /// bits for the input; infinity to do without.
    package var winogradSQNR: Double
    /// Signal to quantization noise in dB that every output is to keep on the calibration samples where layers are
    /// computed by Winograd: below it 4 dB more are asked of each of them, then all layers are computed directly.
    package var winogradOutputSQNR: Double
    /// Signal to quantization noise in dB that every output is to reach on the calibration samples: where it does not,
    /// `finer` settings are tried. Not asked of a model that Winograd suits.
    package var outputSQNR: Double
    /// Mantissa bits, sign included, to choose from for activations, within 8...16.
    package var activationBits: ClosedRange<Int>
    /// Lengths of the exact sums to choose from beside the whole reduction: multiples of 16.
    package var chunks: [Int]
    /// The shortest of the chunks that may be taken: short ones cost time.
    package var shortestChunk: Int
    /// A value to give out as well, the feature before the classifier; nil for none.
    package var embedding: String?

    package init(
        method: CalibrationMethod = .minMax, headroom: Float = 1.5, targetSQNR: Double = 74,
        winogradSQNR: Double = 54, winogradOutputSQNR: Double = 53, outputSQNR: Double = 60,
        activationBits: ClosedRange<Int> = 12...16,
        chunks: [Int] = [1024, 512, 256, 128, 64, 32, 16], shortestChunk: Int = 32,
        embedding: String? = nil
    ) {
        self.method = method
        self.headroom = headroom
        self.targetSQNR = targetSQNR
        self.winogradSQNR = winogradSQNR
        self.winogradOutputSQNR = winogradOutputSQNR
        self.outputSQNR = outputSQNR
        self.activationBits = activationBits
        self.chunks = chunks
        self.shortestChunk = shortestChunk
        self.embedding = embedding
    }

    /// Settings with Winograd, the fastest first: where its layers leave too much noise, they are to be better.
    var withWinograd: [QuantizerOptions] {
        guard winogradSQNR < .infinity else { return [] }
        return [0, 4].map { more in
            var options = self
            options.winogradSQNR += more
            return options
        }
    }

    /// These settings without Winograd.
    var direct: QuantizerOptions {
        var direct = self
        direct.winogradSQNR = .infinity
        return direct
    }

    /// What spends more time than `direct` for less noise: a higher target first, then shorter chunks.
    var finer: [QuantizerOptions] {
        ([shortestChunk] + [16].filter { $0 < shortestChunk }).map { chunk in
            var finer = direct
            finer.shortestChunk = chunk
            finer.targetSQNR = max(targetSQNR, 80)
            return finer
        }
    }

    func check() throws(QuantizationError) {
        guard headroom.isFinite, (1...16).contains(headroom) else {
            throw QuantizationError(.invalidOption, "headroom \(headroom); expected 1...16")
        }
        guard targetSQNR.isFinite, outputSQNR.isFinite, !winogradSQNR.isNaN, !winogradOutputSQNR.isNaN
        else {
            throw QuantizationError(.invalidOption, "targets of \(targetSQNR), \(winogradSQNR) and \(outputSQNR) dB")
        }
        guard activationBits.lowerBound >= 8, activationBits.upperBound <= 16 else {
            throw QuantizationError(.invalidOption, "activation bits \(activationBits); expected 8...16")
        }
        guard chunks.allSatisfy({ $0 > 0 && $0 % LayerAnalysis.block == 0 }) else {
            throw QuantizationError(.invalidOption, "chunks \(chunks); expected multiples of 16")
        }
    }
}
