import Glibc

/// Unbuffered writes to a descriptor, whole or not at all; a reader that left ends the process quietly.
private func writeAll(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
        var rest = UnsafeRawBufferPointer(bytes)
        while let base = rest.baseAddress, !rest.isEmpty {
            let written = write(descriptor, base, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            } else if errno != EINTR {
                if errno == EPIPE { exit(ExitStatus.failure) }
                return
            }
        }
    }
}

enum StandardOutput {
    static func write(_ text: String) { writeAll(text, to: STDOUT_FILENO) }
}

enum StandardError {
    static func write(_ text: String) { writeAll(text, to: STDERR_FILENO) }
}
