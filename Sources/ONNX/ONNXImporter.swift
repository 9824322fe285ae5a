import FoundationEssentials
import Glibc
import ModelGraph
import SwiftProtobuf

/// Reads ONNX files: opsets 7 to 26 of the default domain.
///
/// Everything that is not implemented is refused here, with the node and the operator named, and not when the model is
/// asked something.
package enum ONNXImporter {
    /// The operator sets that are understood.
    package static let opsets = 7...26
    /// The version as a number of ours, if operators of that opset are read.
    static func checked(_ version: Int64) throws(ONNXError) -> Int {
        guard let opset = Int(exactly: version), opsets.contains(opset) else {
            throw .unsupported(
                "opset \(version); supported: \(opsets.lowerBound) to \(opsets.upperBound), "
                    + "export the model with one of these")
        }
        return opset
    }

    /// Operators that mean the same in all older opsets as well: models of these alone may be older.
    static let unchangedOperators: Set<String> = ["Constant", "Not", "Shape", "Size", "Transpose"]
    /// Protocol buffers themselves end at 2 GiB.
    package static let byteLimit = Int(Int32.max)

    /// Reads a file; weights beside it (external data) are read from its folder and from nowhere else.
    ///
    /// - Throws: `ONNXError`.
    package static func load(path: String) throws -> ONNXModel {
        let bytes = try FileBytes.read(path: path, limit: byteLimit)
        let folder = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        return try load(bytes: bytes, externalDataFolder: folder.isEmpty ? "/" : folder)
    }

    /// Reads a model from memory.
    ///
    /// - Parameter externalDataFolder: where weights stored outside the file lie; nil refuses them.
    /// - Throws: `ONNXError`.
    package static func load(bytes: [UInt8], externalDataFolder: String?) throws -> ONNXModel {
        var options = BinaryDecodingOptions()
        // Subgraphs nest; a hostile file must not exhaust the stack.
        options.messageDepthLimit = 64
        options.discardUnknownFields = true
        let proto: Onnx_ModelProto
        do {
            proto = try Onnx_ModelProto(serializedBytes: bytes, options: options)
        } catch {
            throw ONNXError.invalid("not an ONNX file, or a damaged one: \(error)")
        }
        guard proto.hasGraph, !proto.graph.node.isEmpty || !proto.graph.output.isEmpty else {
            throw ONNXError.invalid("the file holds no graph; is it an ONNX model?")
        }
        do {
            return try ModelReader(proto, externalData: ExternalData(folder: externalDataFolder)).model()
        } catch let error as GraphError {
            throw ONNXError(error)
        }
    }
}
