import FoundationEssentials
import Glibc
package import ModelGraph

/// Writes safetensors files: the same tensors and metadata give the same bytes.
package enum SafetensorsWriter {
    /// - Parameters:
    ///   - digestKey: the metadata entry that gets a hash of everything else; nil for none.
    /// - Throws: `CheckpointError`. The file appears whole or not at all: it is written under another name and renamed.
    package static func write(
        _ tensors: [String: Tensor], metadata: [String: String] = [:], digestKey: String? = nil, to path: String
    ) throws(CheckpointError) {
        // Wide elements first, so that each tensor is aligned to its element size; then by name.
        let ordered = tensors.sorted {
            ($1.value.elementType.byteCount, $0.key) < ($0.value.elementType.byteCount, $1.key)
        }
        var header: [String: Entry] = [:]
        var offset = 0
        var data: [[UInt8]] = []
        for (name, tensor) in ordered {
            let bytes = bytes(of: tensor)
            header[name] = .tensor(
                dtype: tensor.elementType.rawValue, shape: tensor.shape, offsets: [offset, offset + bytes.count])
            offset += bytes.count
            data.append(bytes)
        }
        var metadata = metadata
        if let digestKey {
            metadata[digestKey] = SafetensorsDigest.digest(
                metadata: metadata, tensors: ordered.map { ($0.key, $0.value.elementType, $0.value.shape) }
            ) { update in
                for part in data { part.withUnsafeBytes(update) }
            }
        }
        if !metadata.isEmpty { header["__metadata__"] = .metadata(metadata) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var json = try? [UInt8](encoder.encode(header)) else {
            throw CheckpointError(.corrupt, "\(path): a name cannot be written as JSON")
        }
        while (json.count + 8) % 8 != 0 { json.append(UInt8(ascii: " ")) }
        let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(json.count) >> (8 * UInt64($0))) }
        try AtomicFile.replace(path, with: [length, json] + data)
    }

    private enum Entry: Encodable {
        case tensor(dtype: String, shape: [Int], offsets: [Int])
        case metadata([String: String])

        private struct Tensor: Encodable {
            var dtype: String
            var shape: [Int]
            var dataOffsets: [Int]

            enum CodingKeys: String, CodingKey {
                case dtype, shape
                case dataOffsets = "data_offsets"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .tensor(let dtype, let shape, let offsets):
                try container.encode(Tensor(dtype: dtype, shape: shape, dataOffsets: offsets))
            case .metadata(let values): try container.encode(values)
            }
        }
    }

    private static func bytes(of tensor: Tensor) -> [UInt8] {
        func raw<A: ElementArray>(_ array: A) -> [UInt8] {
            // Every element type but Bool is plain bits in memory, little-endian on the platforms there are.
            array.values.withUnsafeBytes { [UInt8]($0) }
        }
        if let flags = Bool.values(tensor.elements) { return flags.map { $0 ? 1 : 0 } }
        return raw(tensor.elements.array)
    }
}
