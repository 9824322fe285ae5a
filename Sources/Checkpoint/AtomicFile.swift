import Glibc

/// Files that appear whole or not at all.
package enum AtomicFile {
    /// Makes the folders of a path that are missing, and tries whether a file can be made there: before long work, whose result would be lost.
    ///
    /// - Throws: `CheckpointError` with the path and the system's reason.
    package static func prepare(_ path: String) throws(CheckpointError) {
        var folder = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += "\(part)/"
            guard mkdir(folder, 0o755) != 0 else { continue }
            // A file in its place exists as well.
            let reason = errno == EEXIST ? ENOTDIR : errno
            guard isFolder(folder) else {
                throw CheckpointError(
                    .unreadable, "cannot make the folder \(folder): \(String(cString: strerror(reason)))")
            }
        }
        guard access(folder.isEmpty ? "." : folder, W_OK) == 0 else {
            throw CheckpointError(.unreadable, "cannot create \(path): \(String(cString: strerror(errno)))")
        }
        guard !isFolder(path) else {
            throw CheckpointError(.unreadable, "cannot create \(path): it is a folder; name a file")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

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
