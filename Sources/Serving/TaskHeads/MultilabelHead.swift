import Checkpoint
import Kernels

/// Any number of classes: a score of its own for each.
///
/// A softmax head was trained to name one class; its odds of class i against all others are
/// `exp(logit_i) / sum_{j != i} exp(logit_j)`, and the score is those odds as a probability, after a temperature and a bias
/// from the checkpoint: `sigmoid(logit_i / T - log(sum_{j != i} exp(logit_j / T)) + bias)`. A group of classes has the odds of
/// any of them against the rest, which without a bias is the sum of their probabilities. A sigmoid head gives its own
/// probabilities, and a group the largest of them. docs/numerics.md explains.
struct MultilabelHead: ClassHead {
    let kind: CheckpointMetadata.ScoresKind
    let calibration: MultilabelCalibration
    /// In place of the calibration's; nil for that one.
    var temperature: Float?

    static let defaultTopK = 100

    func scores(_ outputs: [Float], groups: [[Int]]) -> ClassScores {
        let divisor = temperature ?? calibration.temperature
        let own: [Float]
        switch kind {
        case .softmaxLogits: return odds(ClassArithmetic.scaled(outputs, divisor), groups)
        case .softmaxProbabilities:
            return odds(ClassArithmetic.scaled(ClassArithmetic.logarithms(outputs), divisor), groups)
        case .sigmoidLogits:
            own = ClassArithmetic.scaled(outputs, divisor).map { DeterministicMath.sigmoid($0 + calibration.bias) }
        case .sigmoidProbabilities:
            // As the model gave them, unless a temperature is asked for.
            guard let temperature, temperature != 1 else {
                own = outputs
                break
            }
            own = ClassArithmetic.scaled(ClassArithmetic.logits(outputs), temperature).map(DeterministicMath.sigmoid)
        }
        return ClassScores(classes: own, groups: groups.map { ClassArithmetic.largest(own, of: $0) })
    }

    private func odds(_ logits: [Float], _ groups: [[Int]]) -> ClassScores {
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
            let logOdds = logits[index] - largest - Self.logarithm(others)
            result[index] = DeterministicMath.sigmoid(logOdds + calibration.bias)
        }
        return ClassScores(classes: result, groups: groups.map { odds(of: $0, exponentials) })
    }

    /// - Parameter group: in ascending order.
    private func odds(of group: [Int], _ exponentials: [Float]) -> Float {
        guard !group.isEmpty else { return 0 }
        var inside: Float = 0
        var outside: Float = 0
        var members = group[...]
        for (index, value) in exponentials.enumerated() {
            if members.first == index {
                inside += value
                members.removeFirst()
            } else {
                outside += value
            }
        }
        return DeterministicMath.sigmoid(Self.logarithm(inside) - Self.logarithm(outside) + calibration.bias)
    }

    private static func logarithm(_ sum: Float) -> Float {
        DeterministicMath.log(max(sum, Float.leastNormalMagnitude))
    }
}
