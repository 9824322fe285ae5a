import Checkpoint
import Inference
package import Kernels
import Machine

extension ReadyModel {
    /// Reads a checkpoint, checks its proofs and packs its weights.
    ///
    /// - Parameter name: what to call it; nil for what it calls itself.
    /// - Throws: `CheckpointError`, `InferenceError` or `RepositoryError`.
    package static func load(
        path: String, name: String? = nil, version: Int = 1, instructionSet: InstructionSet
    ) throws -> ReadyModel {
        let loaded = try CheckpointReader.load(path: path)
        let (sha256, metadata) = (loaded.sha256, loaded.checkpoint.metadata)
        ResidentMemory.trim()
        // Nothing else holds the unpacked weights.
        let inference = try InferenceModel((consume loaded).checkpoint.model, instructionSet: instructionSet)
        ResidentMemory.trim()
        return try ReadyModel(
            name: name ?? metadata.name, version: version, sha256: sha256, metadata: metadata, inference: inference)
    }
}
