import Checkpoint
import Kernels

/// Any number of classes: a score of its own for each, all that reach the threshold.
///
/// A softmax head was trained to name one class; its odds of class i against all others are
/// `exp(logit_i) / sum_{j != i} exp(logit_j)`, and the score is those odds as a probability, after a temperature and a bias
/// from the checkpoint: `sigmoid(logit_i / T - log(sum_{j != i} exp(logit_j / T)) + bias)`. A sigmoid head gives its own
/// probabilities. docs/numerics.md explains.
struct MultilabelHead {
    let kind: CheckpointMetadata.ScoresKind
    let calibration: MultilabelCalibration
    let labels: [String]?

    static let defaultTopK = 100

    func predictions(_ scores: [Float], threshold: Float?, topK: Int?) -> [Prediction] {
        let probabilities = probabilities(scores)
        let threshold = threshold ?? calibration.threshold
        return TopK.indices(probabilities, count: topK ?? Self.defaultTopK) { $0 >= threshold }.map { index in
            Prediction(
                index: index, label: labels.flatMap { index < $0.count ? $0[index] : nil }, score: probabilities[index])
        }
    }

    private func probabilities(_ scores: [Float]) -> [Float] {
        switch kind {
        case .sigmoidProbabilities: return scores
        case .sigmoidLogits:
            return scores.map { DeterministicMath.sigmoid($0 / calibration.temperature + calibration.bias) }
        case .softmaxLogits: return odds(scores.map { $0 / calibration.temperature })
        case .softmaxProbabilities:
            // The logarithm of a probability is its logit but for a constant, which the odds do not see.
            return odds(
                scores.map { DeterministicMath.log(max($0, Float.leastNormalMagnitude)) / calibration.temperature })
        }
    }

    private func odds(_ logits: [Float]) -> [Float] {
        let largest = logits.reduce(-Float.infinity, max)
        let exponentials = logits.map { DeterministicMath.exp($0 - largest) }
        // Sums of all before and all after a class: subtracting its own share from the whole would lose the rest.
        var before = [Float](repeating: 0, count: logits.count + 1)
        for index in logits.indices { before[index + 1] = before[index] + exponentials[index] }
        var after: Float = 0
        var result = [Float](repeating: 0, count: logits.count)
        for index in logits.indices.reversed() {
            let others = before[index] + after
            after += exponentials[index]
            let logOdds = logits[index] - largest - DeterministicMath.log(max(others, Float.leastNormalMagnitude))
            result[index] = DeterministicMath.sigmoid(logOdds + calibration.bias)
        }
        return result
    }
}
