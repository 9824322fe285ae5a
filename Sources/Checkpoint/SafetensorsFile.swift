package import ModelGraph

/// A safetensors file that is open for reading: mapped into memory, its header checked.
package final class SafetensorsFile {
    private let file: MappedFile
    private let header: SafetensorsHeader
    package let path: String

    /// - Throws: `CheckpointError`.
    package init(path: String) throws(CheckpointError) {
        self.path = path
        file = try MappedFile(path: path)
        header = try SafetensorsHeader(file.bytes, path: path)
    }

    package var byteCount: Int { file.bytes.count }
    package var metadata: [String: String] { header.metadata }
    /// In the order of the data.
    package var names: [String] { header.entries.map(\.name) }
    /// `sha256:` and 64 digits of the whole file.
    package var identity: String { SHA256.identity(of: file.bytes) }

    /// All tensors by name. F16, BF16 and F64 become F32, I8 becomes I16, U16 becomes I32 and U32 becomes I64.
    package func tensors() throws(CheckpointError) -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for entry in header.entries {
            tensors[entry.name] = Tensor(shape: entry.shape, elements: try elements(entry))
        }
        return tensors
    }

    /// A hash of everything but one entry of the metadata: names, types, shapes, strings and data.
    package func digest(excluding key: String) -> String {
        SafetensorsDigest.digest(
            metadata: metadata.filter { $0.key != key },
            tensors: header.entries.map { ($0.name, $0.elementType, $0.shape) },
            data: [UnsafeRawBufferPointer(rebasing: file.bytes[header.dataOffset...])])
    }

    private func elements(_ entry: SafetensorsHeader.Entry) throws(CheckpointError) -> Tensor.Elements {
        // In bounds: the header was checked against the file's length, and count * size is the range's length.
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[entry.range])
        func load<T: BitwiseCopyable>(_: T.Type) -> [T] {
            [T](unsafeUninitializedCapacity: entry.count) { buffer, initialized in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                initialized = entry.count
            }
        }
        switch entry.elementType {
        case .float32: return .float32(load(Float.self))
        case .float64: return .float32(load(Double.self).map(Float.init))
        case .float16: return .float32(load(UInt16.self).map(HalfPrecision.float))
        case .bfloat16: return .float32(load(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
        case .int64: return .int64(load(Int64.self))
        case .int32: return .int32(load(Int32.self))
        case .int16: return .int16(load(Int16.self))
        case .int8: return .int16(load(Int8.self).map(Int16.init))
        case .uint8: return .uint8(load(UInt8.self))
        case .uint16: return .int32(load(UInt16.self).map(Int32.init))
        case .uint32: return .int64(load(UInt32.self).map(Int64.init))
        case .bool: return .bool(load(UInt8.self).map { $0 != 0 })
        case .uint64:
            throw CheckpointError(
                .corrupt, "\(path): the tensor \"\(entry.name)\" is of type U64, which is not supported")
        }
    }
}
