import Glibc

/// A file with given bytes for readers that take a path: in memory, where the system has a file system there.
struct ScratchFile: ~Copyable {
    let path: String

    /// - Precondition: there is room for the bytes.
    init(_ bytes: [UInt8] = []) {
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(folder)/mantissa-fuzz-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        precondition(descriptor >= 0, "cannot make a file in \(folder)")
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        var written = 0
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count, let base = buffer.baseAddress {
                let count = write(descriptor, base + written, buffer.count - written)
                precondition(count > 0, "cannot write to \(folder)")
                written += count
            }
        }
        close(descriptor)
    }

    deinit { unlink(path) }
}
