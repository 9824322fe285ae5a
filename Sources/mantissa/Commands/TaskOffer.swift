import Checkpoint
import ModelGraph
import Quantization

/// What a graph can answer, by the operator that its outputs come from.
struct TaskOffer {
    let tasks: [ModelTask]
    let scores: String?
    let scoresKind: CheckpointMetadata.ScoresKind
    let embedding: String?
    /// Number of classes, where it is known.
    let classes: Int?

    /// - Parameters:
    ///   - requested: tasks separated by commas; nil for all that the graph offers.
    ///   - embedding: the value to take; nil for the one before the classifier.
    /// - Throws: `CommandFailure` for a task that the graph does not offer.
    init(_ graph: Graph, requested: String?, embedding wanted: String?) throws {
        // Scores are (N, classes); the first such output is taken.
        let candidate = graph.outputs.first { $0.type.shape.count == 2 && $0.type.elementType == .float32 }
        let before = wanted ?? Quantizer.defaultEmbedding(graph)
        let asked = requested?.split(separator: ",").compactMap { ModelTask(rawValue: String($0)) }
        let offered = asked ?? (candidate == nil ? [] : [.classify, .multilabel]) + (before == nil ? [] : [.embed])
        tasks = ModelTask.allCases.filter(offered.contains)
        guard !tasks.isEmpty else {
            throw CommandFailure("the model has no output of two axes to read as class scores; name its --embedding")
        }
        let needsScores = tasks.contains { $0 != .embed }
        guard candidate != nil || !needsScores else {
            throw CommandFailure("the model has no output of two axes to read as class scores; use --task embed")
        }
        scores = candidate?.name
        classes = candidate?.type.shape[1].fixed
        if tasks.contains(.embed) {
            guard let before else {
                throw CommandFailure("the model has no Gemm or MatMul; name its --embedding tensor")
            }
            let exists =
                graph.nodes.contains { $0.outputs.contains(before) } || graph.inputs.contains { $0.name == before }
            guard exists else { throw CommandFailure("the model has no value \"\(before)\" to take as the embedding") }
            embedding = before
        } else {
            embedding = nil
        }
        let last = graph.nodes.last { node in node.outputs.contains(candidate?.name ?? "") }
        scoresKind =
            switch last?.op {
            case is Softmax: .softmaxProbabilities
            case is Sigmoid: .sigmoidProbabilities
            default: .softmaxLogits
            }
    }

    /// - Throws: `CommandFailure` if the labels do not fit the classes.
    func check(labels: [String]?, labelsPath: String?) throws {
        guard let labels, let classes, labels.count != classes else { return }
        throw CommandFailure(
            "\(labelsPath ?? "the labels") has \(labels.count) lines; the model has \(classes) classes")
    }
}
