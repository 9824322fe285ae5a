import Glibc

/// Weights that are stored in files beside the model.
struct ExternalData {
    /// The model's folder; nil where no file may be read.
    let folder: String?

    /// The bytes that a tensor's `external_data` entries point to.
    ///
    /// - Parameter byteCount: what the tensor's type and shape say.
    /// - Throws: `ONNXError` for a path that leaves the folder, also by way of a symbolic link.
    func bytes(_ entries: [Onnx_StringStringEntryProto], tensor: String, byteCount: Int) throws(ONNXError) -> [UInt8] {
        guard let folder else {
            throw .unsupported("the tensor \"\(tensor)\" lies in another file, which cannot be read here")
        }
        var location: String?
        var offset = 0
        var length = byteCount
        for entry in entries {
            switch entry.key {
            case "location": location = entry.value
            case "offset": offset = try number(entry, tensor)
            case "length": length = try number(entry, tensor)
            // A checksum is optional, and its algorithm is not told reliably.
            case "checksum": break
            default: throw .unsupported("the tensor \"\(tensor)\" has external data with the key \"\(entry.key)\"")
            }
        }
        guard let location, !location.isEmpty else {
            throw .invalid("the tensor \"\(tensor)\" has external data without a location")
        }
        guard length == byteCount else {
            throw .invalid("the tensor \"\(tensor)\" has \(length) bytes of external data; \(byteCount) were expected")
        }
        let path = try resolved(location, in: folder, tensor)
        return try FileBytes.read(path: path, offset: offset, count: length, limit: Int(Int32.max))
    }

    private func number(_ entry: Onnx_StringStringEntryProto, _ tensor: String) throws(ONNXError) -> Int {
        guard let value = Int(entry.value), value >= 0 else {
            throw .invalid("the tensor \"\(tensor)\" has external data with \(entry.key) \"\(entry.value)\"")
        }
        return value
    }

    private func resolved(_ location: String, in folder: String, _ tensor: String) throws(ONNXError) -> String {
        let outside = ONNXError.invalid(
            "the tensor \"\(tensor)\" points to \"\(location)\", outside the model's folder; refused")
        guard !location.hasPrefix("/"), !location.utf8.contains(0),
            !location.split(separator: "/").contains("..")
        else { throw outside }
        guard let root = canonical(folder) else { throw ONNXError(.unreadable, "cannot resolve the folder \(folder)") }
        guard let path = canonical(folder + "/" + location) else {
            throw ONNXError(
                .unreadable,
                "the tensor \"\(tensor)\" lies in \"\(location)\", which is not beside the model; put it there")
        }
        guard path.hasPrefix(root.hasSuffix("/") ? root : root + "/") else { throw outside }
        return path
    }

    /// The path without symbolic links, nil if it does not exist.
    private func canonical(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
