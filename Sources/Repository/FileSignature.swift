import Glibc

/// What tells one state of some files from another without reading them.
package struct FileSignature: Sendable, Hashable {
    private struct File: Sendable, Hashable {
        var device: UInt64
        var inode: UInt64
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    /// Nil for a file that is not there.
    private let files: [File?]

    package init(paths: [String]) {
        files = paths.map { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            return File(
                device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
                seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        }
    }

    /// Seconds since one of the files was last written, by the clock that file systems use; negative for a time to come.
    package var age: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return files.compactMap { $0 }.map { file in
            Double(now.tv_sec - file.seconds) + Double(now.tv_nsec - file.nanoseconds) / 1e9
        }.min() ?? 0
    }
}
