import Checkpoint

/// What decides how the outputs of one checkpoint become scores.
struct MemberHead: Sendable {
    let kind: CheckpointMetadata.ScoresKind
    let calibration: MultilabelCalibration
    /// What its operator says, for every task; nil for what the checkpoint says of each.
    var temperature: Float?
    /// What the checkpoint says for classify.
    private let classifyTemperature: Float

    init(
        kind: CheckpointMetadata.ScoresKind, calibration: MultilabelCalibration, temperature: Float?,
        classifyTemperature: Float = 1
    ) {
        self.kind = kind
        self.calibration = calibration
        self.temperature = temperature
        self.classifyTemperature = classifyTemperature
    }

    init(_ metadata: CheckpointMetadata, temperature: Float? = nil) {
        self.init(
            kind: metadata.scoresKind, calibration: metadata.multilabel, temperature: temperature,
            classifyTemperature: metadata.temperature ?? 1)
    }

    /// Whether its outputs are from before softmax or sigmoid.
    var hasLogits: Bool { kind == .softmaxLogits || kind == .sigmoidLogits }

    /// - Parameter temperature: in place of its own; nil for that one.
    func head(_ task: ModelTask, temperature: Float?) -> any ClassHead {
        let temperature = temperature ?? self.temperature
        return task == .multilabel
            ? MultilabelHead(kind: kind, calibration: calibration, temperature: temperature)
            : ClassifyHead(kind: kind, temperature: temperature ?? classifyTemperature)
    }
}
