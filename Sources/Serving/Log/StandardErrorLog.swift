import Glibc
import Synchronization

/// Standard error as a log: whole lines, whichever threads write them.
package enum StandardErrorLog {
    private static let lock = Mutex(())

    /// Writes one line; what cannot be written is lost.
    @Sendable package static func write(_ line: [UInt8]) {
        lock.withLock { _ in
            var start = 0
            while start < line.count {
                // In bounds: `start` is below the count.
                let count = line.withUnsafeBytes { buffer in
                    buffer.baseAddress.map { Glibc.write(STDERR_FILENO, $0 + start, line.count - start) } ?? 0
                }
                if count > 0 {
                    start += count
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}
