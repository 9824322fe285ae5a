import Glibc

/// Files that appear whole or not at all.
package enum AtomicFile {
    /// Writes the parts one behind the other under another name, to the disk, and renames that.
    ///
    /// - Throws: `CheckpointError` with the path and the system's reason; then nothing is left of it.
    package static func replace(_ path: String, with parts: [[UInt8]]) throws(CheckpointError) {
        let temporary = "\(path).\(getpid()).tmp"
        func failure(_ what: String) -> CheckpointError {
            let error = CheckpointError(.unreadable, "cannot \(what) \(path): \(String(cString: strerror(errno)))")
            unlink(temporary)
            return error
        }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("create") }
        var written = true
        for part in parts where written {
            written = part.withUnsafeBytes { bytes in
                var rest = bytes
                while let base = rest.baseAddress, !rest.isEmpty {
                    let count = Glibc.write(descriptor, base, rest.count)
                    if count > 0 {
                        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                    } else if errno != EINTR {
                        return false
                    }
                }
                return true
            }
        }
        let synced = written && fsync(descriptor) == 0
        guard close(descriptor) == 0, synced else { throw failure("write") }
        guard rename(temporary, path) == 0 else { throw failure("rename to") }
    }
}
