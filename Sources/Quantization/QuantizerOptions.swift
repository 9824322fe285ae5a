/// Mantissa bits of one layer, sign included, each in `QuantizerOptions.widths`.
package struct LayerBits: Sendable, Hashable {
    package var weights: Int
    /// Of the value that it reads; nil for what the quantizer chooses. Layers that read one value get the most that one of
    /// them asks for.
    package var input: Int?

    package init(weights: Int, input: Int? = nil) {
        self.weights = weights
        self.input = input
    }
}

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
    /// Mantissa bits of weights, sign included, in `widths`.
    package var weightBits: Int
    /// Mantissa bits of every activation, in `widths`; nil to choose within `activationBits`. A value that is never negative has
    /// as many numbers as one with a sign: from 0 to 2^bits - 1.
    package var valueBits: Int?
    /// Layers that differ from that, by node name.
    package var layerBits: [String: LayerBits]
    /// What the weights of all layers together may cost: their bits are searched within it. Layers named in `layerBits` keep
    /// theirs.
    package var budget: BitBudget?
    /// Whether to measure what each layer's bits are worth; always done for a budget.
    package var measuresSensitivity: Bool
    /// How weights become integers.
    package var rounding: WeightRounding
    /// Whether the calibration samples that weights are fitted to are transformed as well, and how is searched.
    package var transforms: Bool
    /// The share of the calibration samples that nothing is chosen by and everything is judged on, 0...0.5.
    package var heldOut: Double
    /// A value to give out as well, the feature before the classifier; nil for none.
    package var embedding: String?

    package init(
        method: CalibrationMethod = .minMax, headroom: Float = 1.5, targetSQNR: Double = 74,
        winogradSQNR: Double = 54, winogradOutputSQNR: Double = 53, outputSQNR: Double = 60,
        activationBits: ClosedRange<Int> = 12...16,
        chunks: [Int] = [1024, 512, 256, 128, 64, 32, 16], shortestChunk: Int = 32,
        weightBits: Int = 16, valueBits: Int? = nil, layerBits: [String: LayerBits] = [:],
        budget: BitBudget? = nil, measuresSensitivity: Bool = false,
        rounding: WeightRounding = .nearest, transforms: Bool = false, heldOut: Double = 0, embedding: String? = nil
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
        self.weightBits = weightBits
        self.valueBits = valueBits
        self.layerBits = layerBits
        self.budget = budget
        self.measuresSensitivity = measuresSensitivity
        self.rounding = rounding
        self.transforms = transforms
        self.heldOut = heldOut
        self.embedding = embedding
    }

    /// Mantissa bits that may be asked for.
    package static let widths = 4...16

    func weightBits(_ node: String) -> Int { layerBits[node]?.weights ?? weightBits }

    /// Bits asked for the value that a layer reads; nil to choose.
    func inputBits(_ node: String) -> Int? { layerBits[node]?.input ?? valueBits }

    /// Whether fewer bits than there are were asked for, so that no accuracy can be held.
    package var isNarrow: Bool { weightBits < 16 || valueBits != nil || !layerBits.isEmpty || budget != nil }

    /// Room for unlike images costs levels that narrow mantissas do not have.
    package var effectiveHeadroom: Float { valueBits.map { $0 <= 10 } ?? false ? 1 : headroom }

    /// Settings with Winograd, the fastest first: where its layers leave too much noise, they are to be better.
    var withWinograd: [QuantizerOptions] {
        if isNarrow { return [] }
        guard winogradSQNR < .infinity else { return [] }
        return [0, 4].map { more in
            var options = self
            options.winogradSQNR += more
            return options
        }
    }

    /// These settings without Winograd. Narrow activations lose nothing by it.
    var direct: QuantizerOptions {
        var direct = self
        direct.winogradSQNR = winogradSQNR < .infinity && valueBits.map { $0 <= 12 } ?? false ? -.infinity : .infinity
        return direct
    }

    /// What spends more time than `direct` for less noise: a higher target first, then shorter chunks.
    var finer: [QuantizerOptions] {
        isNarrow
            ? []
            : ([shortestChunk] + [16].filter { $0 < shortestChunk }).map { chunk in
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
        let asked =
            [weightBits] + [valueBits].compactMap { $0 }
            + layerBits.values.flatMap { [$0.weights] + [$0.input].compactMap { $0 } }
        if let wrong = asked.first(where: { !Self.widths.contains($0) }) {
            throw QuantizationError(.invalidOption, "\(wrong) bits; expected 4...16")
        }
        switch budget {
        case .bytes(let bytes) where bytes < 1:
            throw QuantizationError(.invalidOption, "a budget of \(bytes) bytes; expected at least 1")
        case .sqnr(let decibels) where !decibels.isFinite:
            throw QuantizationError(.invalidOption, "a budget of \(decibels) dB; expected a number")
        default: break
        }
        guard (0...0.5).contains(heldOut) else {
            throw QuantizationError(.invalidOption, "a share of \(heldOut) to hold out; expected 0...0.5")
        }
        guard !transforms || rounding == .fitted else {
            throw QuantizationError(.invalidOption, "only weights that are fitted gain by transformed samples")
        }
        guard chunks.allSatisfy({ $0 > 0 && $0 % LayerAnalysis.block == 0 }) else {
            throw QuantizationError(.invalidOption, "chunks \(chunks); expected multiples of 16")
        }
    }
}
