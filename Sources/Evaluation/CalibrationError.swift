/// Whether a model is right as often as it says: samples are put into bins by the probability of their best class, and in each the
/// mean probability is held against the share of right ones (Guo et al., "On calibration of modern neural networks", ICML 2017).
package struct CalibrationError: Sendable {
    package struct Bin: Sendable, Hashable {
        /// The bin holds confidences above `lower`, up to `upper`.
        package var lower: Double
        package var upper: Double
        package var samples = 0
        package var right = 0
        package var confidenceSum = 0.0

        /// 0...1; nil for an empty bin.
        package var accuracy: Double? { samples == 0 ? nil : Double(right) / Double(samples) }
        package var confidence: Double? { samples == 0 ? nil : confidenceSum / Double(samples) }
    }

    /// Of equal width, from 0 to 1.
    package private(set) var bins: [Bin]

    package init(binCount: Int = 15) {
        precondition(binCount > 0, "there is a bin at least")
        bins = (0..<binCount).map {
            Bin(lower: Double($0) / Double(binCount), upper: Double($0 + 1) / Double(binCount))
        }
    }

    /// - Parameter confidence: the probability of the best class, 0...1.
    package mutating func add(confidence: Double, isRight: Bool) {
        let position = (confidence * Double(bins.count)).rounded(.up) - 1
        let index = max(0, min(bins.count - 1, Int(position)))
        bins[index].samples += 1
        bins[index].confidenceSum += confidence
        if isRight { bins[index].right += 1 }
    }

    /// The mean of the bins' differences between confidence and accuracy, weighted by their samples (ECE); nil without samples.
    package var expected: Double? {
        let samples = bins.reduce(0) { $0 + $1.samples }
        guard samples > 0 else { return nil }
        return bins.reduce(0) { $0 + abs($1.confidenceSum - Double($1.right)) } / Double(samples)
    }
}
