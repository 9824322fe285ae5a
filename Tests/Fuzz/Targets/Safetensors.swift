import ModelGraph

@testable import Checkpoint

extension FuzzTarget {
    /// A safetensors file: its entries fill the data, and its tensors, written again, are the same.
    static let safetensors = FuzzTarget("safetensors", byteLimit: 4096) { input in
        guard let header = try? input.withUnsafeBytes({ try SafetensorsHeader($0, path: "input") }) else { return }
        var end = header.dataOffset
        for entry in header.entries {
            try require(entry.range.lowerBound == end, "\(entry) after \(end)")
            try require(entry.count * entry.elementType.byteCount == entry.range.count, "\(entry)")
            end = entry.range.upperBound
        }
        try require(end == input.count, "\(input.count - end) bytes belong to nobody")
        let first = ScratchFile(input)
        let file = try SafetensorsFile(path: first.path)
        let tensors = file.tensors()
        let second = ScratchFile()
        try SafetensorsWriter.write(tensors, metadata: file.metadata, to: second.path)
        let copy = try SafetensorsFile(path: second.path)
        try require(copy.metadata == file.metadata, "\(copy.metadata)")
        let again = copy.tensors()
        try require(
            again.count == tensors.count
                && tensors.allSatisfy { name, tensor in
                    guard let other = again[name] else { return false }
                    return other.shape == tensor.shape && other.elementType == tensor.elementType
                        && bytes(of: other) == bytes(of: tensor)
                }, "the tensors are others when they are written again")
    }
}
