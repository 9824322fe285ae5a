/// The joint choice of an activation's bits and its readers' chunks.
struct BitAllocation {
    /// Bits of the activation, sign included.
    let bits: Int
    /// For each reader, which of its chunks.
    let choices: [Int]

    /// - Parameters:
    ///   - exponent: of the activation at 16 bits; each bit less makes it one larger.
    ///   - readers: the layers that multiply the activation.
    ///   - energy: its mean square, where something else reads it as well and sees its own rounding; nil otherwise.
    ///   - range: bits that it may have, where other reasons narrow what the options allow.
    static func best(
        exponent: Int, readers: [LayerAnalysis], energy: Double?, options: QuantizerOptions,
        within range: ClosedRange<Int> = 2...16
    ) -> BitAllocation {
        // Without readers that multiply, bits cost nothing.
        let bits = options.activationBits.clamped(to: range)
        let highest = bits.upperBound
        guard !readers.isEmpty else { return BitAllocation(bits: highest, choices: []) }
        let target = options.targetSQNR
        var best: (allocation: BitAllocation, deficit: Double, cost: Double, quality: Double)?
        for bits in bits.reversed() {
            let inputExponent = exponent + 16 - bits
            var (deficit, cost, quality) = (0.0, 0.0, 0.0)
            if let energy {
                let own = Decibel.ratio(energy, LayerAnalysis.roundingNoise(inputExponent))
                deficit += max(0, target - own)
                quality += own
            }
            var choices: [Int] = []
            for reader in readers {
                // The first is the whole reduction, which is always allowed.
                let allowed = reader.chunks.indices.filter { $0 == 0 || reader.chunks[$0] >= options.shortestChunk }
                let ratios = allowed.map { reader.predictedSQNR(choice: $0, inputExponent: inputExponent) }
                // The chunks are ordered by cost: the first that is good enough is the cheapest.
                let wanted = min(target, (ratios.max() ?? 0) - 0.5)
                let choice = ratios.firstIndex { $0 >= wanted } ?? 0
                choices.append(choice)
                deficit += max(0, target - ratios[choice])
                quality += ratios[choice]
                cost += reader.cost(choice: choice)
            }
            let candidate = (BitAllocation(bits: bits, choices: choices), deficit, cost, quality)
            guard let known = best else {
                best = candidate
                continue
            }
            // Quality up to the target first, then speed, then what quality is free.
            if deficit < known.deficit - 0.25
                || (deficit < known.deficit + 0.25
                    && (cost < known.cost * 0.999 || (cost < known.cost * 1.001 && quality > known.quality)))
            {
                best = candidate
            }
        }
        return best?.allocation ?? BitAllocation(bits: highest, choices: readers.map { _ in 0 })
    }
}
