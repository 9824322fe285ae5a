import ModelGraph

/// The element types of the Open Inference Protocol, by their names on the wire.
enum Datatype: String, Sendable, Hashable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "UINT8"
    case uint16 = "UINT16"
    case uint32 = "UINT32"
    case uint64 = "UINT64"
    case int8 = "INT8"
    case int16 = "INT16"
    case int32 = "INT32"
    case int64 = "INT64"
    case float16 = "FP16"
    case float32 = "FP32"
    case float64 = "FP64"
    case bfloat16 = "BF16"
    case bytes = "BYTES"

    init(_ type: ElementType) {
        switch type {
        case .bool: self = .bool
        case .int8: self = .int8
        case .uint8: self = .uint8
        case .int16: self = .int16
        case .uint16: self = .uint16
        case .int32: self = .int32
        case .uint32: self = .uint32
        case .int64: self = .int64
        case .uint64: self = .uint64
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .float32: self = .float32
        case .float64: self = .float64
        }
    }

    /// The name in a model's configuration: TYPE_FP32, and TYPE_STRING for BYTES.
    var configurationName: String { self == .bytes ? "TYPE_STRING" : "TYPE_\(rawValue)" }
}
