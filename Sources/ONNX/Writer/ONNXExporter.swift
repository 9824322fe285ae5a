import FixedPoint
package import ModelGraph
import SwiftProtobuf

/// Writes a quantized graph as ONNX, opset 21: integers and number formats as QuantizeLinear and DequantizeLinear of
/// INT16, the operators between them in float32.
package enum ONNXExporter {
    /// The operator set that is written: the first whose QuantizeLinear has INT16.
    package static let opset = 21
    /// The version of the file format that belongs to it.
    static let irVersion: Int64 = 10

    /// - Parameters:
    ///   - model: its graph must be valid.
    ///   - producerVersion: of this program.
    ///   - properties: what `metadata_props` says of the model.
    /// - Returns: the bytes of the file: the same ones for the same arguments.
    /// - Throws: `ONNXError` that names the node of what ONNX cannot say.
    package static func export(
        _ model: QuantizedGraph, producerVersion: String, properties: [String: String] = [:]
    ) throws -> [UInt8] {
        var proto = Onnx_ModelProto()
        proto.irVersion = irVersion
        var operators = Onnx_OperatorSetIdProto()
        operators.version = Int64(opset)
        proto.opsetImport = [operators]
        proto.producerName = "mantissa"
        proto.producerVersion = producerVersion
        proto.metadataProps = properties.sorted { $0.key < $1.key }.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            return entry
        }
        do {
            var writer = try GraphWriter(model)
            proto.graph = try writer.graph()
        } catch let error as GraphError {
            throw ONNXError(error)
        }
        do { return try proto.serializedBytes() } catch {
            throw ONNXError.unsupported("the model does not fit into one ONNX file, which ends at 2 GiB: \(error)")
        }
    }
}
