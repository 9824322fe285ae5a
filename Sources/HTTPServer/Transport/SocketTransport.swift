import CLinux
import Glibc

/// Plain TCP.
struct SocketTransport: Transport {
    let descriptor: Int32

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .wouldBlock : .failed
        }
    }

    func mayHaveMore(after count: Int, of capacity: Int) -> Bool { count == capacity }

    var hasBufferedInput: Bool { false }

    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult {
        guard second.count > 0 else { return write(first) }
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
                while true {
                    let count = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                    if count > 0 { return .bytes(count) }
                    if count < 0, errno == EINTR { continue }
                    return count == 0 || errno == EAGAIN ? .wouldBlock : .failed
                }
            }
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> TransportResult {
        while true {
            let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count > 0 { return .bytes(count) }
            if count < 0, errno == EINTR { continue }
            return count == 0 || errno == EAGAIN ? .wouldBlock : .failed
        }
    }

    mutating func peek() -> TransportResult {
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
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
