import Checkpoint
import FoundationEssentials
import Inference
import ModelGraph
import Repository

extension ModelSettings {
    /// What a model's configuration says of its answers. A file of labels is looked for beside the file that names it.
    ///
    /// - Throws: `ServingError` that names the key.
    init(_ configuration: ModelConfiguration, _ model: ReadyModel) throws(ServingError) {
        let scores = model.inference.outputs.first { $0.name == model.metadata.scoresOutput }
        try self.init(
            configuration, labels: model.metadata.labels, classCount: scores?.type.shape.last?.fixed)
    }

    /// The same with the labels that hold where the configuration has none, and the number of classes, nil for as many as
    /// labels.
    ///
    /// - Throws: `ServingError` that names the key.
    init(
        _ configuration: ModelConfiguration, labels: [String]?, classCount: Int?
    ) throws(ServingError) {
        let folder = configuration.files["labels"].map { $0.split(separator: "/", omittingEmptySubsequences: false) }
        try self.init(
            configuration.taskSettings, labels: labels, classCount: classCount
        ) { name throws(ServingError) in
            let place =
                name.hasPrefix("/") ? name : ((folder?.dropLast() ?? []) + [Substring(name)]).joined(separator: "/")
            let data: Data
            do { data = try Data(contentsOf: URL(fileURLWithPath: place)) } catch {
                throw ServingError(.malformed, "the file of labels \(name) cannot be read")
            }
            return try Self.labels(ofText: [UInt8](data))
        }
    }
}
