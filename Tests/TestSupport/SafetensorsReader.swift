package import Foundation
package import ModelGraph

/// A reader of safetensors files for tests.
///
/// It shares nothing with the one of Checkpoint, so that it is a second opinion. It trusts its input.
package enum SafetensorsReader {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Entry: Decodable {
        var dtype: String
        var shape: [Int]
        var dataOffsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// The tensors of a file, by name.
    package static func read(_ url: URL) throws -> [String: Tensor] {
        let (header, body) = try parts(url)
        var tensors: [String: Tensor] = [:]
        for (name, value) in header where name != "__metadata__" {
            let entry = try JSONDecoder().decode(Entry.self, from: JSONSerialization.data(withJSONObject: value))
            let bytes = body[entry.dataOffsets[0]..<entry.dataOffsets[1]]
            tensors[name] = Tensor(shape: entry.shape, elements: try elements(bytes, entry.dtype, name))
        }
        return tensors
    }

    /// The strings under `__metadata__`, empty if there are none.
    package static func metadata(_ url: URL) throws -> [String: String] {
        try parts(url).header["__metadata__"] as? [String: String] ?? [:]
    }

    private static func parts(_ url: URL) throws -> (header: [String: Any], body: [UInt8]) {
        let bytes = [UInt8](try Data(contentsOf: url))
        guard bytes.count >= 8 else { throw Failure(description: "\(url.path): \(bytes.count) bytes") }
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let json = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
        guard let header = json as? [String: Any] else { throw Failure(description: "\(url.path): no header") }
        return (header, [UInt8](bytes[(8 + length)...]))
    }

    private static func elements(_ bytes: ArraySlice<UInt8>, _ dtype: String, _ name: String) throws
        -> Tensor.Elements
    {
        switch dtype {
        case "F32": .float32(numbers(bytes))
        case "I64": .int64(numbers(bytes))
        case "I32": .int32(numbers(bytes))
        case "I16": .int16(numbers(bytes))
        case "U8": .uint8([UInt8](bytes))
        case "BOOL": .bool(bytes.map { $0 != 0 })
        default: throw Failure(description: "\(name): element type \(dtype)")
        }
    }

    private static func numbers<T: BitwiseCopyable>(_ bytes: ArraySlice<UInt8>) -> [T] {
        bytes.withUnsafeBytes { raw in
            // Little-endian like every machine this runs on; the loads need no alignment.
            (0..<raw.count / MemoryLayout<T>.stride).map {
                raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
            }
        }
    }
}
