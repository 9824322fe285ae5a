import FoundationEssentials
import ModelGraph

/// Writes checkpoints.
package enum CheckpointWriter {
    /// - Throws: `CheckpointError`. The file appears whole or not at all; equal checkpoints give equal bytes.
    package static func write(_ checkpoint: Checkpoint, to path: String) throws(CheckpointError) {
        typealias Key = CheckpointDocument.Key
        let graph = checkpoint.model.graph
        let document = CheckpointDocument.GraphDocument(
            name: graph.name, inputs: graph.inputs, outputs: graph.outputs,
            nodes: graph.nodes.map(CheckpointDocument.NodeDocument.init))
        let (compact, sparse) = SparseTensor.compacted(graph.initializers)
        let (tensors, packed) = PackedTensor.packed(compact)
        let isCompact = !sparse.isEmpty || !packed.isEmpty
        var metadata = [
            Key.format: CheckpointDocument.formatName,
            Key.version: String(
                isCompact ? CheckpointDocument.version : CheckpointDocument.denseVersion),
            Key.graph: try json(document),
            Key.formats: try json(checkpoint.model.formats),
            Key.layers: try json(checkpoint.model.layers),
            Key.model: try json(checkpoint.metadata),
        ]
        if isCompact {
            metadata[Key.sparse] = try json(sparse)
            metadata[Key.packed] = try json(packed)
        }
        try SafetensorsWriter.write(tensors, metadata: metadata, digestKey: Key.digest, to: path)
    }

    private static func json(_ value: some Encodable) throws(CheckpointError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
            throw CheckpointError(.corrupt, "a value of the checkpoint cannot be written as JSON: \(error)")
        }
    }
}
