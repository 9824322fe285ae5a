package import Checkpoint
import Evaluation

/// Fits the multi-label calibration of a softmax head to labelled samples; docs/numerics.md says what it means.
package enum MultilabelFit {
    /// Odds that a class needs, against all others together, for a score of one half: 1 to 3, so that up to three classes
    /// can be present at once where the softmax has to share its mass among them.
    package static let bias: Float = 1.0986123

    /// The temperature of `TemperatureFit` within 0.25...4; the threshold stays one half.
    ///
    /// - Parameters:
    ///   - scores: logits before softmax, one row per sample, all of one length.
    ///   - classes: the true class of each row.
    /// - Returns: nil without rows, or if a class or a score cannot be used.
    package static func calibration(scores: [[Float]], classes: [Int]) -> MultilabelCalibration? {
        TemperatureFit.temperature(scores, labels: classes, within: 0.25...4).map {
            MultilabelCalibration(temperature: Float($0), bias: bias, threshold: 0.5)
        }
    }
}
