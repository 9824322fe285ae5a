import FoundationEssentials
import ModelGraph

/// Tensor to TensorProto, its elements as `raw_data`.
enum TensorWriter {
    static func proto(_ tensor: Tensor, name: String) -> Onnx_TensorProto {
        var proto = Onnx_TensorProto()
        proto.name = name
        proto.dims = tensor.shape.map(Int64.init)
        proto.dataType = tensor.elementType.number
        proto.rawData = data(tensor.elements.array)
        return proto
    }

    /// Elements as they lie in memory: little-endian on every platform there is, a Bool one byte of 0 or 1.
    private static func data(_ array: some ElementArray) -> Data { array.values.withUnsafeBytes { Data($0) } }
}
