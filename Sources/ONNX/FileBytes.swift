import Glibc

/// Whole files and parts of files, with the length checked before anything is allocated.
enum FileBytes {
    /// - Parameters:
    ///   - offset: where to begin.
    ///   - count: how many bytes; nil for all to the end, at most `limit`.
    static func read(path: String, offset: Int = 0, count: Int? = nil, limit: Int) throws(ONNXError) -> [UInt8] {
        // Not to wait for a writer where the path is a pipe, which is refused below.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw ONNXError(.unreadable, "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ONNXError(.unreadable, "\(path) is not a regular file")
        }
        let size = Int(status.st_size)
        let wanted = count ?? size - offset
        guard offset >= 0, wanted >= 0, offset <= size, wanted <= size - offset else {
            throw ONNXError(
                .invalid, "\(path) has \(size) bytes; bytes \(offset) to \(offset) + \(wanted) were expected")
        }
        guard wanted <= limit else {
            throw ONNXError(.unsupported, "\(path): \(wanted) bytes are more than the \(limit) that can be read")
        }
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
            while initialized < wanted {
                guard let base = buffer.baseAddress else { break }
                // The buffer has `wanted` bytes, `initialized` of which are filled.
                let got = pread(descriptor, base + initialized, wanted - initialized, off_t(offset + initialized))
                if got > 0 {
                    initialized += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        if let failure { throw ONNXError(.unreadable, "cannot read \(path): \(String(cString: strerror(failure)))") }
        guard bytes.count == wanted else { throw ONNXError(.unreadable, "\(path) became shorter while it was read") }
        return bytes
    }
}
