package import ModelGraph

/// A safetensors file that is open for reading: mapped into memory, its header checked. Any thread may read it.
package final class SafetensorsFile: Sendable {
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
    package var identity: String { file.identity }

    /// All tensors by name.
    package func tensors() -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for entry in header.entries {
            tensors[entry.name] = Tensor(shape: entry.shape, elements: elements(entry))
            // Copied; what else lies on its first and last page is mapped again when it is read.
            file.release(entry.range)
        }
        return tensors
    }

    /// A hash of everything but one entry of the metadata: names, types, shapes, strings and data.
    package func digest(excluding key: String) -> String {
        SafetensorsDigest.digest(
            metadata: metadata.filter { $0.key != key },
            tensors: header.entries.map { ($0.name, $0.elementType, $0.shape) }
        ) { file.forEachPart(of: header.dataOffset..<file.bytes.count, $0) }
    }

    private func elements(_ entry: SafetensorsHeader.Entry) -> Tensor.Elements {
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
        case .float64: return .float64(load(Double.self))
        case .float16: return .float16(load(UInt16.self).map(Half.init(bitPattern:)))
        case .bfloat16: return .bfloat16(load(UInt16.self).map(BFloat16.init(bitPattern:)))
        case .int64: return .int64(load(Int64.self))
        case .int32: return .int32(load(Int32.self))
        case .int16: return .int16(load(Int16.self))
        case .int8: return .int8(load(Int8.self))
        case .uint8: return .uint8(load(UInt8.self))
        case .uint16: return .uint16(load(UInt16.self))
        case .uint32: return .uint32(load(UInt32.self))
        case .uint64: return .uint64(load(UInt64.self))
        case .bool: return .bool(load(UInt8.self).map { $0 != 0 })
        }
    }
}
