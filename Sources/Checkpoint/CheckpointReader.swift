import FixedPoint
import FoundationEssentials
import ModelGraph

/// A checkpoint and the file it came from.
package struct LoadedCheckpoint: Sendable {
    package var checkpoint: Checkpoint
    /// `sha256:` and 64 digits of the file: the model's identity.
    package var sha256: String
    /// Bytes of the file.
    package var byteCount: Int
}

/// Reads checkpoints.
///
/// The digest, the graph and every number format are checked here. The overflow proof is checked again from the weights by
/// whoever makes the model ready to run (`InferenceModel`), so that there is no way around it.
package enum CheckpointReader {
    /// - Throws: `CheckpointError` with one sentence that says what is wrong with the file.
    package static func load(path: String) throws -> LoadedCheckpoint {
        typealias Key = CheckpointDocument.Key
        let file = try SafetensorsFile(path: path)
        guard file.metadata[Key.format] == CheckpointDocument.formatName else {
            throw CheckpointError(
                .notACheckpoint, "\(path) is a safetensors file but no checkpoint; make one with 'mantissa quantize'")
        }
        guard let version = file.metadata[Key.version].flatMap({ Int($0) }), version >= 1 else {
            throw CheckpointError(.corrupt, "\(path) does not say which version of the format it has")
        }
        guard version <= CheckpointDocument.version else {
            throw CheckpointError(
                .unsupportedVersion,
                "\(path) has version \(version) of the format; this program reads up to \(CheckpointDocument.version), use a newer one"
            )
        }
        // What is wrong with the first part is said first; that its digest does not fit explains the rest. The caller takes that part as a
        // rule: weights are then copied on the heap on which they will be packed, and what is freed there is used again.
        let parts = try concurrentMap(tasks: 3) { part throws(CheckpointError) -> Part in
            switch part {
            case 0:
                guard file.metadata[Key.digest] == file.digest(excluding: Key.digest) else {
                    throw CheckpointError(
                        .corrupt, "\(path) was changed after it was written: its digest does not fit; copy it again")
                }
                return .graph(try self.graph(file, version: version), formats: try decode(file, Key.formats))
            case 1: return .layers(try decode(file, Key.layers))
            default: return .identity(file.identity)
            }
        }
        guard case .graph(let graph, let formats) = parts[0], case .layers(let layers) = parts[1],
            case .identity(let identity) = parts[2]
        else { preconditionFailure("each task gives its part") }
        let model = QuantizedGraph(graph: graph, formats: formats, layers: layers)
        let metadata: CheckpointMetadata = try decode(file, Key.model)
        do {
            try graph.validate()
            _ = try graph.inferTypes()
        } catch {
            throw CheckpointError(.corrupt, "\(path): the graph is not valid: \(error)")
        }
        try CheckpointCheck.check(model, metadata, path: path)
        return LoadedCheckpoint(
            checkpoint: Checkpoint(model: model, metadata: metadata), sha256: identity, byteCount: file.byteCount)
    }

    /// What is read at the same time.
    private enum Part: Sendable {
        case graph(Graph, formats: [String: DFPFormat])
        case layers([String: LayerFormat])
        case identity(String)
    }

    private static func graph(_ file: SafetensorsFile, version: Int) throws(CheckpointError) -> Graph {
        typealias Key = CheckpointDocument.Key
        let document: CheckpointDocument.GraphDocument = try decode(file, Key.graph)
        var tensors = file.tensors()
        if version > CheckpointDocument.denseVersion {
            tensors = try PackedTensor.unpacked(tensors, layouts: try decode(file, Key.packed), path: file.path)
            tensors = try SparseTensor.expanded(tensors, layouts: try decode(file, Key.sparse), path: file.path)
        }
        return Graph(
            name: document.name, inputs: document.inputs, outputs: document.outputs, nodes: document.nodes.map(\.node),
            initializers: tensors)
    }

    private static func decode<Value: Decodable>(_ file: SafetensorsFile, _ key: String) throws(CheckpointError)
        -> Value
    {
        guard let text = file.metadata[key] else {
            throw CheckpointError(.corrupt, "\(file.path) lacks the entry \"\(key)\" of its metadata")
        }
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch let error as GraphError {
            throw CheckpointError(.unsupportedVersion, "\(file.path): \(error); use a newer version")
        } catch {
            throw CheckpointError(.corrupt, "\(file.path): the entry \"\(key)\" of its metadata cannot be read")
        }
    }
}
