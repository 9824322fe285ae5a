import FixedPoint

/// The joint choice of an activation's bits and of how its readers sum.
struct BitAllocation {
    /// Bits of the activation, sign included.
    let bits: Int
    /// For each reader, which of its ways to sum.
    let choices: [Int]

    /// - Parameters:
    ///   - exponent: of the activation at so many bits.
    ///   - readers: the layers that multiply the activation.
    ///   - energy: its mean square, where something else reads it as well and sees its own rounding; nil otherwise.
    ///   - bits: that it may have.
    static func best(
        exponent: (_ bits: Int) -> Int, readers: [LayerAnalysis], energy: Double?, options: QuantizerOptions,
        bits: ClosedRange<Int>
    ) -> BitAllocation {
        // Without readers that multiply, bits cost nothing.
        let highest = bits.upperBound
        guard !readers.isEmpty else { return BitAllocation(bits: highest, choices: []) }
        var best: (allocation: BitAllocation, deficit: Double, cost: Double, quality: Double)?
        for bits in bits.reversed() {
            let inputExponent = exponent(bits)
            let winograd = readers.map { winogradChoice($0, bits: bits, inputExponent: inputExponent, options) }
            // What Winograd's inputs are rounded to is all that their other readers can get.
            let target = winograd.contains { $0 != nil } ? options.winogradSQNR : options.targetSQNR
            var (deficit, cost, quality) = (0.0, 0.0, 0.0)
            if let energy {
                let own = Decibel.ratio(energy, LayerAnalysis.roundingNoise(inputExponent))
                deficit += max(0, target - own)
                quality += own
            }
            var choices: [Int] = []
            for (reader, winograd) in zip(readers, winograd) {
                let choice = winograd ?? directChoice(reader, inputExponent: inputExponent, target: target, options)
                let ratio = reader.predictedSQNR(choice: choice, inputExponent: inputExponent)
                choices.append(choice)
                deficit += max(0, target - ratio)
                quality += ratio
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
        return best?.allocation ?? BitAllocation(bits: highest, choices: readers.map { $0.choices.count - 1 })
    }

    /// The way to sum for Winograd that is good enough at these bits and the best of those that are about the cheapest.
    private static func winogradChoice(
        _ reader: LayerAnalysis, bits: Int, inputExponent: Int, _ options: QuantizerOptions
    ) -> Int? {
        // Bounds of the mantissas: rounded away from zero, so that the format's own lie within.
        let unit = Double(sign: .plus, exponent: inputExponent, significand: 1)
        let largest = Double(1 << (bits - 1) - 1)
        let minimum = max(-largest, (reader.range.minimum / unit).rounded(.down))
        let maximum = min(largest, (reader.range.maximum / unit).rounded(.up))
        guard WinogradSums.fits(minimum: Int(minimum), maximum: Int(maximum)) else { return nil }
        let good = reader.choices.indices.lazy.map {
            (
                choice: $0, cost: reader.cost(choice: $0),
                sqnr: reader.predictedSQNR(choice: $0, inputExponent: inputExponent)
            )
        }.filter { reader.choices[$0.choice].isWinograd && $0.sqnr >= options.winogradSQNR }
        guard let cheapest = good.map(\.cost).min() else { return nil }
        return good.filter { $0.cost <= cheapest * 1.06 }.max { $0.sqnr < $1.sqnr }?.choice
    }

    private static func directChoice(
        _ reader: LayerAnalysis, inputExponent: Int, target: Double, _ options: QuantizerOptions
    ) -> Int {
        // The whole reduction is always allowed.
        let allowed = reader.choices.indices.filter { index in
            let choice = reader.choices[index]
            return !choice.isWinograd && (choice.chunk >= reader.reduction || choice.chunk >= options.shortestChunk)
        }
        let ratios = allowed.map { reader.predictedSQNR(choice: $0, inputExponent: inputExponent) }
        // They are ordered by cost: the first that is good enough is the cheapest.
        let wanted = min(target, (ratios.max() ?? 0) - 0.5)
        return zip(allowed, ratios).first { $0.1 >= wanted }?.0 ?? allowed.first ?? 0
    }
}
