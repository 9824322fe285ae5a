import CLinux
import Glibc

/// Plain TCP.
struct SocketTransport: Transport {
    let descriptor: Int32

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        Self.result(atZero: .end) { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    func mayHaveMore(after count: Int, of capacity: Int) -> Bool { count == capacity }

    var hasBufferedInput: Bool { false }

    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult {
        guard second.count > 0 else {
            return Self.result(atZero: .wouldBlock) {
                send(descriptor, first.baseAddress, first.count, Int32(MSG_NOSIGNAL))
            }
        }
        // The vectors and the bytes behind them live until sendmsg returns; sendmsg does not write to them.
        let vectors = (
            iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
            iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
        )
        return withUnsafePointer(to: vectors) { pair in
            pair.withMemoryRebound(to: iovec.self, capacity: 2) { vector in
                var message = msghdr()
                message.msg_iov = UnsafeMutablePointer(mutating: vector)
                message.msg_iovlen = 2
                return Self.result(atZero: .wouldBlock) { sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)) }
            }
        }
    }

    mutating func peek() -> TransportResult {
        var byte: UInt8 = 0
        return Self.result(atZero: .end) { recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) }
    }

    /// What came of a system call, which is made again after an interruption.
    ///
    /// - Parameter atZero: what no bytes mean.
    @inline(__always)
    private static func result(atZero: TransportResult, of call: () -> Int) -> TransportResult {
        while true {
            let count = call()
            if count > 0 { return .bytes(count) }
            if count == 0 { return atZero }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed
        }
    }

    mutating func finishWriting() -> Bool {
        shutdown(descriptor, Int32(SHUT_WR))
        return true
    }

    mutating func close() {}
}
