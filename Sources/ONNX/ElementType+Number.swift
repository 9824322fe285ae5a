import ModelGraph

extension ElementType {
    /// ONNX's number of the type.
    var number: Int32 {
        let type: Onnx_TensorProto.DataType =
            switch self {
            case .bool: .bool
            case .int8: .int8
            case .uint8: .uint8
            case .int16: .int16
            case .uint16: .uint16
            case .int32: .int32
            case .uint32: .uint32
            case .int64: .int64
            case .uint64: .uint64
            case .float16: .float16
            case .bfloat16: .bfloat16
            case .float32: .float
            case .float64: .double
            }
        return Int32(type.rawValue)
    }
}
