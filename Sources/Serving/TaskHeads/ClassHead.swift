import Checkpoint
import Kernels

/// From a model's outputs for one image to a score for each class.
///
/// All arithmetic is float32 in the order of the classes with Kernels' own exp and log, so that every machine gives the
/// same bits.
protocol ClassHead {
    /// - Parameters:
    ///   - outputs: of the model for one image, by class; all finite.
    ///   - groups: classes of each group in ascending order, each below the number of outputs; an empty one scores 0.
    func scores(_ outputs: [Float], groups: [[Int]]) -> ClassScores
}

/// Arithmetic that the heads share.
enum ClassArithmetic {
    /// Each output by the temperature. What overflows stays the largest number: a difference of two is a number then.
    static func scaled(_ outputs: [Float], _ temperature: Float) -> [Float] {
        let limit = Float.greatestFiniteMagnitude
        return outputs.map { max(-limit, min(limit, $0 / temperature)) }
    }

    /// Their logits but for a constant that neither softmax nor odds see.
    static func logarithms(_ probabilities: [Float]) -> [Float] {
        probabilities.map { DeterministicMath.log(max($0, Float.leastNormalMagnitude)) }
    }

    /// The logit of each probability, whose sigmoid it is.
    static func logits(_ probabilities: [Float]) -> [Float] {
        probabilities.map { probability in
            let inside = max(Float.leastNormalMagnitude, min(Float(1).nextDown, probability))
            return DeterministicMath.log(inside) - DeterministicMath.log(1 - inside)
        }
    }

    static func softmax(_ logits: [Float]) -> [Float] {
        let largest = logits.reduce(-Float.infinity, max)
        let exponentials = logits.map { DeterministicMath.exp($0 - largest) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    /// The chance that one of some exclusive classes is there; rounding may carry a sum beyond 1.
    static func sum(_ scores: [Float], of group: [Int]) -> Float { min(group.reduce(0) { $0 + scores[$1] }, 1) }

    /// The best of some classes that do not exclude one another.
    static func largest(_ scores: [Float], of group: [Int]) -> Float { group.reduce(0) { max($0, scores[$1]) } }
}
