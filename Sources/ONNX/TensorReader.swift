import FoundationEssentials
import ModelGraph

/// TensorProto to Tensor: types, lengths and places are checked before memory is taken.
struct TensorReader {
    let externalData: ExternalData

    func tensor(_ proto: Onnx_TensorProto) throws(ONNXError) -> Tensor {
        let name = proto.name
        guard !proto.hasSegment else { throw .unsupported("the tensor \"\(name)\" is stored in segments") }
        var shape: [Int] = []
        for extent in proto.dims {
            guard extent >= 0, extent <= Int64(ShapeLimits.elements) else {
                throw .invalid("the tensor \"\(name)\" has the extent \(extent)")
            }
            shape.append(Int(extent))
        }
        let count: Int
        do { count = try ShapeLimits.count(shape) } catch {
            throw ONNXError(.unsupported, "the tensor \"\(name)\": \(error.message)")
        }
        guard let type = Onnx_TensorProto.DataType(rawValue: Int(proto.dataType)) else {
            throw .invalid("the tensor \"\(name)\" has the unknown element type \(proto.dataType)")
        }
        let width = try Self.byteWidth(type, name)
        if proto.dataLocation == .external {
            let bytes = try externalData.bytes(proto.externalData, tensor: name, byteCount: count * width)
            return Tensor(shape: shape, elements: try Self.elements(bytes, type, count, name))
        }
        if proto.hasRawData {
            guard proto.rawData.count == count * width else {
                throw .invalid(
                    "the tensor \"\(name)\" of shape \(shape) has \(proto.rawData.count) bytes; \(count * width) were expected"
                )
            }
            return Tensor(shape: shape, elements: try Self.elements([UInt8](proto.rawData), type, count, name))
        }
        return Tensor(shape: shape, elements: try Self.typedElements(proto, type, count, name))
    }

    /// Bytes of one element in `raw_data`.
    private static func byteWidth(_ type: Onnx_TensorProto.DataType, _ name: String) throws(ONNXError) -> Int {
        switch type {
        case .bool, .uint8, .int8: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float, .int32, .uint32: 4
        case .double, .int64, .uint64: 8
        default: throw .unsupported("the tensor \"\(name)\" has elements of type \(type)")
        }
    }

    /// Little-endian elements; the caller has checked that `bytes` has `count` of them.
    private static func elements(
        _ bytes: [UInt8], _ type: Onnx_TensorProto.DataType, _ count: Int, _ name: String
    ) throws(ONNXError) -> Tensor.Elements {
        func load<T: BitwiseCopyable>(_: T.Type) -> [T] {
            bytes.withUnsafeBytes { raw in
                // `count * MemoryLayout<T>.size` bytes, checked above; loads need no alignment.
                (0..<count).map { raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self) }
            }
        }
        switch type {
        case .float: return .float32(load(Float.self))
        case .double: return .float64(load(Double.self))
        case .float16: return .float16(load(UInt16.self).map(Half.init(bitPattern:)))
        case .bfloat16: return .bfloat16(load(UInt16.self).map(BFloat16.init(bitPattern:)))
        case .int64: return .int64(load(Int64.self))
        case .int32: return .int32(load(Int32.self))
        case .int16: return .int16(load(Int16.self))
        case .int8: return .int8(load(Int8.self))
        case .uint64: return .uint64(load(UInt64.self))
        case .uint32: return .uint32(load(UInt32.self))
        case .uint16: return .uint16(load(UInt16.self))
        case .uint8: return .uint8(bytes)
        case .bool: return .bool(bytes.map { $0 != 0 })
        default: throw .unsupported("the tensor \"\(name)\" has elements of type \(type)")
        }
    }

    /// Elements of the typed fields, which protocol buffers store by kind and not by width.
    private static func typedElements(
        _ proto: Onnx_TensorProto, _ type: Onnx_TensorProto.DataType, _ count: Int, _ name: String
    ) throws(ONNXError) -> Tensor.Elements {
        func checked<T>(_ values: [T]) throws(ONNXError) -> [T] {
            guard values.count == count else {
                throw .invalid("the tensor \"\(name)\" has \(values.count) elements; its shape says \(count)")
            }
            return values
        }
        func narrow<T: FixedWidthInteger>(_: T.Type) throws(ONNXError) -> [T] {
            let values = try checked(proto.int32Data).compactMap { T(exactly: $0) }
            guard values.count == count else { throw .invalid("the tensor \"\(name)\" has elements outside \(type)") }
            return values
        }
        switch type {
        case .float: return .float32(try checked(proto.floatData))
        case .double: return .float64(try checked(proto.doubleData))
        case .int64: return .int64(try checked(proto.int64Data))
        case .int32: return .int32(try checked(proto.int32Data))
        case .int16: return .int16(try narrow(Int16.self))
        case .int8: return .int8(try narrow(Int8.self))
        case .uint8: return .uint8(try narrow(UInt8.self))
        case .uint16: return .uint16(try narrow(UInt16.self))
        case .bool: return .bool(try checked(proto.int32Data).map { $0 != 0 })
        case .float16: return .float16(try narrow(UInt16.self).map(Half.init(bitPattern:)))
        case .bfloat16: return .bfloat16(try narrow(UInt16.self).map(BFloat16.init(bitPattern:)))
        case .uint64: return .uint64(try checked(proto.uint64Data))
        case .uint32:
            let values = try checked(proto.uint64Data).compactMap { UInt32(exactly: $0) }
            guard values.count == count else { throw .invalid("the tensor \"\(name)\" has elements outside \(type)") }
            return .uint32(values)
        default: throw .unsupported("the tensor \"\(name)\" has elements of type \(type)")
        }
    }
}
