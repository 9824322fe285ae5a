import Checkpoint
import ModelGraph
import ONNX

/// A path on the command line that may name an ONNX model or a checkpoint.
enum ModelFile {
    case checkpoint(LoadedCheckpoint)
    case onnx(Graph)

    /// Tells the two apart by the name's ending.
    init(path: String) throws {
        if path.hasSuffix(".onnx") {
            self = .onnx(try Self.optimizedGraph(path: path))
        } else {
            self = .checkpoint(try CheckpointReader.load(path: path))
        }
    }

    /// Reads an ONNX file and runs the passes on it.
    static func optimizedGraph(path: String) throws -> Graph {
        try GraphPasses.optimized(try ONNXImporter.load(path: path).graph)
    }
}
