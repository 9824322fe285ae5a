package import Checkpoint
import Glibc

/// Fits the multi-label calibration of a softmax head to labelled samples; docs/numerics.md says what it means.
package enum MultilabelFit {
    /// Odds that a class needs, against all others together, for a score of one half: 1 to 3, so that up to three classes
    /// can be present at once where the softmax has to share its mass among them.
    package static let bias: Float = 1.0986123

    /// The temperature under which the softmax gives the true classes the largest likelihood, found by golden section
    /// within 0.25...4; the threshold stays one half.
    ///
    /// - Parameters:
    ///   - scores: logits before softmax, one row per sample, all of one length.
    ///   - classes: the true class of each row.
    /// - Returns: nil without rows, or if a class or a score cannot be used.
    package static func calibration(scores: [[Float]], classes: [Int]) -> MultilabelCalibration? {
        guard !scores.isEmpty, scores.count == classes.count,
            zip(scores, classes).allSatisfy({ $0.indices.contains($1) && $0.allSatisfy(\.isFinite) })
        else { return nil }
        // On a logarithmic axis, where the loss has one minimum.
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (-log(4.0), log(4.0))
        for _ in 0..<40 {
            let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
            if loss(scores, classes, exp(left)) < loss(scores, classes, exp(right)) { high = right } else { low = left }
        }
        return MultilabelCalibration(temperature: Float(exp((low + high) / 2)), bias: bias, threshold: 0.5)
    }

    /// Mean negative log-likelihood of the true classes.
    private static func loss(_ scores: [[Float]], _ classes: [Int], _ temperature: Double) -> Double {
        var sum = 0.0
        for (row, label) in zip(scores, classes) {
            let largest = Double(row.max() ?? 0)
            let total = row.reduce(0.0) { $0 + exp((Double($1) - largest) / temperature) }
            sum += log(total) - (Double(row[label]) - largest) / temperature
        }
        return sum / Double(scores.count)
    }
}
