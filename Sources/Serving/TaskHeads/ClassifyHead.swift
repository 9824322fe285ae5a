import Checkpoint
import Kernels

/// One class of several: softmax over all of them, or each one's own sigmoid where the model was trained so.
///
/// A group of a softmax head has the sum of its classes' probabilities, one of a sigmoid head the largest.
struct ClassifyHead: ClassHead {
    let kind: CheckpointMetadata.ScoresKind
    /// Divides the logits; 1 leaves probabilities as the model gave them.
    var temperature: Float = 1

    static let defaultTopK = 5

    func scores(_ outputs: [Float], groups: [[Int]]) -> ClassScores {
        let probabilities = probabilities(outputs)
        let combine =
            switch kind {
            case .softmaxLogits, .softmaxProbabilities: ClassArithmetic.sum
            case .sigmoidLogits, .sigmoidProbabilities: ClassArithmetic.largest
            }
        return ClassScores(classes: probabilities, groups: groups.map { combine(probabilities, $0) })
    }

    private func probabilities(_ outputs: [Float]) -> [Float] {
        switch kind {
        case .softmaxLogits: return ClassArithmetic.softmax(ClassArithmetic.scaled(outputs, temperature))
        case .sigmoidLogits: return ClassArithmetic.scaled(outputs, temperature).map(DeterministicMath.sigmoid)
        case .softmaxProbabilities where temperature != 1:
            return ClassArithmetic.softmax(
                ClassArithmetic.scaled(ClassArithmetic.logarithms(outputs), temperature))
        case .sigmoidProbabilities where temperature != 1:
            return ClassArithmetic.scaled(ClassArithmetic.logits(outputs), temperature).map(DeterministicMath.sigmoid)
        case .softmaxProbabilities, .sigmoidProbabilities: return outputs
        }
    }
}
