import Glibc

/// Small files that the kernel makes up as they are read: /proc, /sys.
enum SystemFile {
    /// The first 64 KB of a file as text; nil if there is no such file or it cannot be read.
    static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var used = 0
        while used < bytes.count {
            // In bounds: `used` bytes are filled, the rest may be written.
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + used }, $0.count - used)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? String(decoding: bytes[..<used], as: UTF8.self) : nil }
            used += count
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
