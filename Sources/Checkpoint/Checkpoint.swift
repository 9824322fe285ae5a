package import ModelGraph

/// A quantized model as it stands in one safetensors file: docs/checkpoint.md has the format.
package struct Checkpoint: Sendable {
    package var model: QuantizedGraph
    package var metadata: CheckpointMetadata

    package init(model: QuantizedGraph, metadata: CheckpointMetadata) {
        self.model = model
        self.metadata = metadata
    }
}
