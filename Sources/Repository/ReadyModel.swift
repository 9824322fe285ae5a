package import Checkpoint
package import FixedPoint
package import Inference
package import ModelGraph

/// A version of a model that answers: its checkpoint proven, its weights packed.
package final class ReadyModel: Sendable {
    package let name: String
    package let version: Int
    /// `sha256:` and 64 digits of the checkpoint's file.
    package let sha256: String
    package let metadata: CheckpointMetadata
    package let inference: InferenceModel
    /// The graph's first input: the image.
    package let input: Port
    package let inputFormat: DFPFormat?

    package var inputName: String { input.name }

    init(
        name: String, version: Int, sha256: String, metadata: CheckpointMetadata, inference: InferenceModel
    ) throws(RepositoryError) {
        guard let input = inference.inputs.first else {
            throw RepositoryError(.configuration, "the model \(name) has no input")
        }
        self.name = name
        self.version = version
        self.inference = inference
        self.input = input
        self.sha256 = sha256
        self.metadata = metadata
        inputFormat = inference.inputFormat(input.name)
    }
}
