import Checkpoint
import Repository

/// Options and outputs to the body of an answer: what the server and the command line share.
struct TaskAnswer {
    let task: ModelTask
    let model: ReadyModel

    /// - Throws: `ServingError` if the model does not do this, or not with these options.
    func check(_ options: RequestOptions) throws(ServingError) {
        guard model.metadata.tasks.contains(task) else {
            let tasks = model.metadata.tasks.map(\.rawValue).joined(separator: ", ")
            throw ServingError(
                .malformed, "the model \(model.name) does not offer \(task.rawValue); it offers \(tasks)")
        }
        if options.dimensions != nil {
            throw ServingError(
                .malformed,
                "the model \(model.name) does not declare that its embeddings may be cut: leave out dimensions")
        }
    }

    func body(_ outputs: [ModelService.Output], _ options: RequestOptions) -> [UInt8] {
        let response = PredictionResponse(model)
        let metadata = model.metadata
        switch task {
        case .classify:
            let head = ClassifyHead(kind: metadata.scoresKind, labels: metadata.labels)
            return response.json(outputs.map { head.predictions($0.scores, topK: options.topK) })
        case .multilabel:
            let head = MultilabelHead(
                kind: metadata.scoresKind, calibration: metadata.multilabel, labels: metadata.labels)
            return response.json(
                outputs.map { head.predictions($0.scores, threshold: options.threshold, topK: options.topK) })
        case .embed:
            return response.json(
                embeddings: outputs.map { EmbedHead.embedding($0.embedding) }, encoding: options.encoding)
        }
    }
}
