import Checkpoint
import Kernels

/// One class of several: softmax, then the best.
///
/// All arithmetic is float32 in the order of the classes with Kernels' own exp and log, so that every machine gives the
/// same bits.
struct ClassifyHead {
    let kind: CheckpointMetadata.ScoresKind
    let labels: [String]?

    static let defaultTopK = 5

    func predictions(_ scores: [Float], topK: Int?) -> [Prediction] {
        let probabilities = probabilities(scores)
        return TopK.indices(probabilities, count: topK ?? Self.defaultTopK).map { index in
            Prediction(
                index: index, label: labels.flatMap { index < $0.count ? $0[index] : nil }, score: probabilities[index])
        }
    }

    private func probabilities(_ scores: [Float]) -> [Float] {
        switch kind {
        case .softmaxProbabilities, .sigmoidProbabilities: return scores
        case .sigmoidLogits: return scores.map(DeterministicMath.sigmoid)
        case .softmaxLogits:
            let largest = scores.reduce(-Float.infinity, max)
            let exponentials = scores.map { DeterministicMath.exp($0 - largest) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        }
    }
}
