import PortableMath

/// One number that logits are divided by, so that probabilities are as large as they should be; the order of the classes stays
/// (Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2).
package enum TemperatureFit {
    /// Where it is looked for. Labels that are all right ask for 0 and labels without meaning for infinity: such data has no
    /// temperature, and what is found is an end of this range.
    package static let range = 0.05...20.0

    /// The temperature under which the softmax gives the true classes the largest likelihood, by golden section on a logarithmic
    /// axis, where the loss has one minimum.
    ///
    /// - Parameters:
    ///   - logits: before softmax, a row for each sample.
    ///   - labels: the class of each row.
    /// - Returns: nil without rows, or if a label is no index of a row or a logit is not finite.
    package static func temperature(
        _ logits: [[Float]], labels: [Int], within range: ClosedRange<Double> = range
    ) -> Double? {
        guard !logits.isEmpty, logits.count == labels.count,
            zip(logits, labels).allSatisfy({ $0.indices.contains($1) && $0.allSatisfy(\.isFinite) })
        else { return nil }
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (PortableMath.log(range.lowerBound), PortableMath.log(range.upperBound))
        func loss(_ logarithm: Double) -> Double {
            negativeLogLikelihood(logits, labels: labels, temperature: PortableMath.exp(logarithm))
        }
        for _ in 0..<40 {
            let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
            if loss(left) < loss(right) { high = right } else { low = left }
        }
        return PortableMath.exp((low + high) / 2)
    }

    /// Mean of the true classes' -log(probability), in nats.
    package static func negativeLogLikelihood(_ logits: [[Float]], labels: [Int], temperature: Double) -> Double {
        var sum = 0.0
        for (row, label) in zip(logits, labels) {
            let largest = Double(row.max() ?? 0)
            let total = row.reduce(0.0) { $0 + PortableMath.exp((Double($1) - largest) / temperature) }
            sum += PortableMath.log(total) - (Double(row[label]) - largest) / temperature
        }
        return sum / Double(max(1, logits.count))
    }

    /// The probability of one class under a temperature, 0...1.
    package static func probability(of label: Int, _ logits: [Float], temperature: Double) -> Double {
        PortableMath.exp(-negativeLogLikelihood([logits], labels: [label], temperature: temperature))
    }
}
