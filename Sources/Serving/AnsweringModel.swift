import Checkpoint
import Inference
import ModelGraph
import Repository

/// Whose answers they are, and how outputs become them: the facts of one checkpoint, or of an ensemble.
struct AnsweringModel: Sendable {
    let name: String
    let version: Int
    /// `sha256:` and 64 digits: what the answers depend on.
    let sha256: String
    let tasks: [ModelTask]
    /// Its operator's, else the checkpoint's.
    let labels: [String]?
    /// Nil where the model leaves it open.
    let classCount: Int?
    /// The multi-label threshold of a request that says none.
    let threshold: Float
    let settings: ModelSettings
    /// Of each member, in the order of their outputs: at least one.
    let heads: [MemberHead]
    /// As many; their sum is 1 but for rounding.
    let weights: [Float]
    /// What may be done with embeddings.
    var embedding = Embedding()

    struct Embedding: Sendable {
        /// Numbers of one; nil where the model leaves it open.
        var size: Int?
        /// What one may be cut to.
        var sizes: [Int] = []
        var takesAnySize = false
    }
}

extension AnsweringModel {
    /// One checkpoint.
    init(_ model: ReadyModel, settings: ModelSettings = ModelSettings()) {
        let metadata = model.metadata
        self.init(
            name: model.name, version: model.version, sha256: model.sha256, tasks: metadata.tasks,
            labels: settings.labels ?? metadata.labels, classCount: Self.elements(of: metadata.scoresOutput, model),
            threshold: metadata.multilabel.threshold, settings: settings,
            heads: [MemberHead(metadata, temperature: settings.temperature)], weights: [1])
        embedding.size = Self.elements(of: metadata.embeddingOutput, model)
        // What the settings say replaces all that the checkpoint says of it.
        let isSet = settings.embeddingDimensions != nil || settings.isMatryoshka != nil
        embedding.sizes = (isSet ? settings.embeddingDimensions : metadata.embeddingDimensions) ?? []
        embedding.takesAnySize = (isSet ? settings.isMatryoshka : metadata.matryoshka) ?? false
    }

    /// Numbers of an output for one image; nil where the model leaves it open.
    private static func elements(of output: String?, _ model: ReadyModel) -> Int? {
        guard let port = model.inference.outputs.first(where: { $0.name == output }) else { return nil }
        let extents = port.type.shape.dropFirst().compactMap(\.fixed)
        guard extents.count == port.type.shape.count - 1 else { return nil }
        return extents.reduce(1, *)
    }
}
