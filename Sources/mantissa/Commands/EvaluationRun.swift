import Checkpoint
import Evaluation
import Inference
import ModelGraph
import Quantization
import Serving

/// Puts labelled images through a checkpoint, and through the float32 model that it was made from.
struct EvaluationRun {
    /// An image that could not be read.
    struct Unreadable {
        var file: String
        var reason: String
    }

    /// What came of one set of images.
    struct Outcome {
        /// Of the images that could be read, in their order.
        var samples: [EvaluationFigures.Sample] = []
        /// What float32 says of the same.
        var reference: [EvaluationFigures.Sample] = []
        /// What temperatures are fitted to: scores before softmax, of each sample; empty for sigmoids.
        var logits: [[Float]] = []
        /// Of each sample; empty where the model gives none.
        var embeddings: [[Float]] = []
        var unreadable: [Unreadable] = []
    }

    let metadata: CheckpointMetadata
    private let path: String
    private let session: InferenceSession
    private let reader: ImageReader
    private let input: Port
    private let flips: Bool
    private let embeds: Bool
    /// Nil where the model leaves it open.
    private let classCount: Int?
    /// Agreement with float32 so far; nil where nothing is compared.
    private(set) var comparison: QualityMeasurement?

    /// - Parameters:
    ///   - path: of the checkpoint.
    ///   - against: path of the float32 model.
    ///   - flips: the mean of each image and its mirror image.
    ///   - embeds: embeddings are asked for.
    /// - Throws: `CommandFailure` for a checkpoint that does not answer what is asked.
    init(
        _ loaded: LoadedCheckpoint, path: String, against: String?, flips: Bool, embeds: Bool, engine: EngineOptions
    ) throws {
        metadata = loaded.checkpoint.metadata
        self.path = path
        self.flips = flips
        self.embeds = embeds
        guard !embeds || metadata.embeddingOutput != nil else {
            throw CommandFailure("\(path) gives no embeddings; quantize with --task embed")
        }
        guard let preprocessing = metadata.preprocessing, let input = loaded.checkpoint.model.graph.inputs.first else {
            throw CommandFailure("\(path) does not say how an image becomes its input; quantize with --preprocess")
        }
        self.input = input
        reader = try ImageReader(preprocessing)
        let pool = engine.workerPool()
        if let against {
            guard let scores = metadata.scoresOutput else {
                throw CommandFailure("\(path) gives embeddings only; --against compares scores")
            }
            comparison = try QualityMeasurement(
                graph: ModelFile.optimizedGraph(path: against), quantized: loaded.checkpoint.model,
                scoresOutput: scores,
                watchingLayers: false, pool: pool, instructionSet: engine.instructionSet())
        }
        let (scoresOutput, outputs) = (metadata.scoresOutput, loaded.checkpoint.model.graph.outputs)
        let output = outputs.first { $0.name == scoresOutput }
        let extents = output?.type.shape.dropFirst().map(\.fixed) ?? [nil]
        classCount = extents.contains(nil) ? nil : extents.compactMap { $0 }.reduce(1, *)
        session = InferenceSession(
            model: try InferenceModel(loaded.checkpoint.model, instructionSet: engine.instructionSet()), pool: pool)
    }

    /// Evaluates all images; those that cannot be read are named in the outcome and passed over.
    ///
    /// - Parameter comparing: also with float32, where that was given.
    /// - Throws: `CommandFailure` if none can be read, or for a label that the model does not have.
    mutating func run(_ images: LabelledImages, stage: String, comparing: Bool = true) throws -> Outcome {
        if let classCount { for row in images.rows { try Self.check(row, classCount) } }
        var outcome = Outcome()
        var bar = ProgressBar()
        for (number, row) in images.rows.enumerated() {
            bar.update(stage, Double(number) / Double(images.rows.count))
            let tensor: Tensor
            do { tensor = try reader.tensor(path: "\(images.folder)/\(row.file)") } catch {
                outcome.unreadable.append(Unreadable(file: row.file, reason: "\(error)"))
                continue
            }
            try add(tensor, row, comparing: comparing, to: &outcome)
        }
        bar.finish()
        if outcome.samples.isEmpty, let first = outcome.unreadable.first {
            throw CommandFailure("none of \(images.rows.count) images can be read; the first: \(first.reason)")
        }
        return outcome
    }

    private mutating func add(
        _ tensor: Tensor, _ row: LabelFile.Row, comparing: Bool, to outcome: inout Outcome
    ) throws {
        var scores: [[Float]] = []
        var references: [[Float]] = []
        let views = flips ? [tensor, reader.mirrored(tensor)] : [tensor]
        for (number, view) in views.enumerated() {
            let both = comparing ? try comparison?.compare([input.name: view]) : nil
            if let both {
                scores.append(both.got)
                references.append(both.reference)
            }
            guard both == nil || (embeds && number == 0) else { continue }
            let outputs = try session.run([input.name: .tensor(view)]).outputs
            if both == nil, let name = metadata.scoresOutput { scores.append(outputs[name]?.floats ?? []) }
            if embeds, number == 0, let name = metadata.embeddingOutput {
                outcome.embeddings.append(outputs[name]?.floats ?? [])
            }
        }
        outcome.samples.append(try sample(row, scores))
        if !references.isEmpty { outcome.reference.append(try sample(row, references)) }
        guard !scores.isEmpty else { return }
        switch metadata.scoresKind {
        case .softmaxLogits where !flips: outcome.logits += scores
        // Of a mean of probabilities, as of what ends in Softmax.
        case .softmaxLogits, .softmaxProbabilities:
            let untempered = TaskScores.scores(scores, task: .classify, metadata: metadata, temperature: 1)
            outcome.logits.append(TaskScores.logits(untempered))
        case .sigmoidLogits, .sigmoidProbabilities: break
        }
    }

    private static func check(_ row: LabelFile.Row, _ classCount: Int) throws {
        guard let label = row.labels.first(where: { $0 >= classCount }) else { return }
        throw CommandFailure("\(row.file) is of class \(label); the model has \(classCount) classes, from 0")
    }

    private func sample(_ row: LabelFile.Row, _ views: [[Float]]) throws -> EvaluationFigures.Sample {
        guard let count = views.first?.count else {
            return .init(name: row.file, labels: Set(row.labels), scores: [])
        }
        try Self.check(row, count)
        guard views.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw CommandFailure("\(path): the scores of \(row.file) are not finite")
        }
        let isMultilabel = metadata.tasks.contains(.multilabel)
        return .init(
            name: row.file, labels: Set(row.labels),
            scores: TaskScores.scores(views, task: .classify, metadata: metadata),
            multilabelScores: isMultilabel ? TaskScores.scores(views, task: .multilabel, metadata: metadata) : [])
    }
}
