import Glibc

extension ConfigurationFile {
    /// The bytes of a file, at most `byteLimit`.
    ///
    /// - Parameter isOptional: whether it may be absent, and then must be a regular file: opening it and reading cannot wait for
    ///   anybody.
    /// - Returns: nil if it is optional and absent.
    static func read(_ path: String, isOptional: Bool) throws(ConfigurationError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isOptional ? O_NONBLOCK : 0))
        guard descriptor >= 0 else {
            if isOptional, errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(path, errno)
        }
        defer { close(descriptor) }
        if isOptional {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw ConfigurationError(.unreadable, place: path, "cannot be read: it is not a regular file")
            }
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path, errno)
            }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= byteLimit else {
                throw ConfigurationError(
                    .unreadable, place: path, "has more than \(byteLimit) bytes, which is no configuration")
            }
        }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationError {
        ConfigurationError(.unreadable, place: path, "cannot be read: \(String(cString: strerror(code)))")
    }
}
