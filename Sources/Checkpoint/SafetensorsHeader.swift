import FoundationEssentials
import ModelGraph

/// What the header of a safetensors file says, checked against the file's length.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var elementType: ElementType
        var shape: [Int]
        var count: Int
        /// Bytes of the file.
        var range: Range<Int>
    }

    /// In the order of the data.
    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]
    /// Where the data begins.
    let dataOffset: Int

    /// Bytes of a header; the format's own limit is 100 MB.
    private static let byteLimit = 64 << 20

    /// - Throws: `CheckpointError`; nothing outside of `bytes` is read, whatever they are.
    init(_ bytes: UnsafeRawBufferPointer, path: String) throws(CheckpointError) {
        guard bytes.count >= 8 else {
            throw CheckpointError(.truncated, "\(path) has \(bytes.count) bytes; a safetensors file has 8 and more")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length >= 2, length <= UInt64(Self.byteLimit) else {
            throw CheckpointError(
                .corrupt, "\(path) announces a header of \(length) bytes; it is no safetensors file or is damaged")
        }
        guard Int(length) <= bytes.count - 8 else {
            throw CheckpointError(
                .truncated, "\(path) ends within its header: \(bytes.count) bytes, the header alone needs \(8 + length)"
            )
        }
        dataOffset = 8 + Int(length)
        let json = Data(bytes[8..<dataOffset])
        let document: [String: Item]
        do { document = try JSONDecoder().decode([String: Item].self, from: json) } catch {
            throw CheckpointError(
                .corrupt, "\(path): the header is no JSON of the safetensors form; the file is damaged")
        }
        for (name, item) in document {
            switch item {
            case .metadata(let values):
                guard name == "__metadata__" else {
                    throw CheckpointError(.corrupt, "\(path): the entry \"\(name)\" of the header describes no tensor")
                }
                metadata = values
            case .tensor(let dtype, let shape, let offsets):
                entries.append(try Self.entry(name, dtype, shape, offsets, dataOffset, bytes.count, path))
            }
        }
        // Empty tensors come before the one that begins where they are.
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.name) < ($1.range.lowerBound, $1.range.upperBound, $1.name)
        }
        var end = dataOffset
        for entry in entries {
            guard entry.range.lowerBound == end else {
                throw CheckpointError(
                    .corrupt,
                    "\(path): the tensor \"\(entry.name)\" begins at \(entry.range.lowerBound) instead of \(end)")
            }
            end = entry.range.upperBound
        }
        guard end == bytes.count else {
            throw CheckpointError(.corrupt, "\(path) has \(bytes.count) bytes; its tensors end at \(end)")
        }
    }

    private static func entry(
        _ name: String, _ dtype: String, _ shape: [Int], _ offsets: [Int], _ dataOffset: Int, _ byteCount: Int,
        _ path: String
    ) throws(CheckpointError) -> Entry {
        guard let type = ElementType(rawValue: dtype) else {
            throw CheckpointError(.corrupt, "\(path): the tensor \"\(name)\" has the unknown element type \(dtype)")
        }
        let count: Int
        do { count = try ShapeLimits.count(shape) } catch {
            throw CheckpointError(.corrupt, "\(path): the tensor \"\(name)\": \(error.message)")
        }
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw CheckpointError(.corrupt, "\(path): the tensor \"\(name)\" has the offsets \(offsets)")
        }
        guard offsets[1] <= byteCount - dataOffset else {
            throw CheckpointError(
                .truncated,
                "\(path) ends within the tensor \"\(name)\": \(byteCount) bytes, it needs \(offsets[1]) of data")
        }
        guard offsets[1] - offsets[0] == count * type.byteCount else {
            throw CheckpointError(
                .corrupt,
                "\(path): the tensor \"\(name)\" of shape \(shape) and type \(dtype) has \(offsets[1] - offsets[0]) bytes"
            )
        }
        return Entry(
            name: name, elementType: type, shape: shape, count: count,
            range: dataOffset + offsets[0]..<dataOffset + offsets[1])
    }

    /// A value of the header's JSON object.
    private enum Item: Decodable {
        case metadata([String: String])
        case tensor(dtype: String, shape: [Int], offsets: [Int])

        private struct Tensor: Decodable {
            var dtype: String
            var shape: [Int]
            var dataOffsets: [Int]

            enum CodingKeys: String, CodingKey {
                case dtype, shape
                case dataOffsets = "data_offsets"
            }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let tensor = try? container.decode(Tensor.self) {
                self = .tensor(dtype: tensor.dtype, shape: tensor.shape, offsets: tensor.dataOffsets)
            } else {
                self = .metadata(try container.decode([String: String].self))
            }
        }
    }
}
