package import Checkpoint

/// The scores that the server gives for a model's outputs, without the server: for the command line.
package enum TaskScores {
    /// - Parameters:
    ///   - views: outputs of one image, and of its mirror image where both count: one and more, all finite.
    ///   - task: classify or multilabel.
    ///   - temperature: in place of the checkpoint's.
    /// - Returns: a score for each class, 0...1.
    package static func scores(
        _ views: [[Float]], task: ModelTask, metadata: CheckpointMetadata, temperature: Float? = nil
    ) -> [Float] {
        let head = MemberHead(metadata).head(task, temperature: temperature)
        let weights = [Float](repeating: 1 / Float(views.count), count: views.count)
        return ClassScores.mean(views.map { head.scores($0, groups: []) }, weights: weights).classes
    }

    /// What a softmax makes those probabilities of, but for a constant that it does not see.
    package static func logits(_ probabilities: [Float]) -> [Float] { ClassArithmetic.logarithms(probabilities) }
}
