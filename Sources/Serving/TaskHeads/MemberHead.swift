import Checkpoint

/// What decides how the outputs of one checkpoint become scores.
struct MemberHead: Sendable {
    let kind: CheckpointMetadata.ScoresKind
    let calibration: MultilabelCalibration
    /// What its operator says; nil for what the task does without.
    let temperature: Float?

    /// Whether its outputs are from before softmax or sigmoid.
    var hasLogits: Bool { kind == .softmaxLogits || kind == .sigmoidLogits }

    /// - Parameter temperature: in place of its own; nil for that one.
    func head(_ task: ModelTask, temperature: Float?) -> any ClassHead {
        let temperature = temperature ?? self.temperature
        return task == .multilabel
            ? MultilabelHead(kind: kind, calibration: calibration, temperature: temperature)
            : ClassifyHead(kind: kind, temperature: temperature ?? 1)
    }
}
