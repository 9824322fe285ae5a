import Glibc

/// One request to a collector and its answer, on a socket of its own. Blocks the calling thread, at most until the deadline.
///
/// Nothing that a collector sends is kept but its status, and no more of it is read than `answerLimit`.
struct CollectorConnection: ~Copyable {
    private static let answerLimit = 64 * 1024

    private let descriptor: Int32
    /// Nanoseconds of the monotonic clock.
    private let deadline: UInt64

    /// Posts JSON and reads the status of the answer.
    ///
    /// - Throws: `TelemetryError` unless that is 200 to 299.
    static func post(_ body: [UInt8], to endpoint: CollectorEndpoint, seconds: Double) throws(TelemetryError) {
        let deadline = now() + UInt64(seconds * 1e9)
        let connection = try CollectorConnection(endpoint, deadline: deadline)
        let head =
            "POST \(endpoint.path) HTTP/1.1\r\nHost: \(endpoint.authority)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\nUser-Agent: mantissa\r\nConnection: close\r\n\r\n"
        try connection.send(Array(head.utf8) + body)
        let status = try connection.status()
        guard (200...299).contains(status) else {
            throw TelemetryError(.refused(status), "the collector answered \(status)")
        }
    }

    /// Connects to the first address of the host that takes it.
    private init(_ endpoint: CollectorEndpoint, deadline: UInt64) throws(TelemetryError) {
        self.deadline = deadline
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list) == 0 else {
            throw TelemetryError(.unreachable, "the collector's host \"\(endpoint.host)\" has no address")
        }
        defer { freeaddrinfo(list) }
        var failure = TelemetryError(.unreachable, "the collector's host \"\(endpoint.host)\" has no address")
        var next = list
        while let candidate = next {
            do throws(TelemetryError) {
                descriptor = try Self.connect(candidate.pointee, deadline: deadline)
                return
            } catch { failure = error }
            next = candidate.pointee.ai_next
        }
        throw failure
    }

    deinit { close(descriptor) }

    private static func connect(_ address: addrinfo, deadline: UInt64) throws(TelemetryError) -> Int32 {
        let kind = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { throw failed("make a socket for", errno) }
        do throws(TelemetryError) {
            if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
                guard errno == EINPROGRESS else { throw failed("connect to", errno) }
                try wait(descriptor, for: POLLOUT, until: deadline)
                var code: Int32 = 0
                var length = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
                guard code == 0 else { throw failed("connect to", code) }
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private borrowing func send(_ bytes: [UInt8]) throws(TelemetryError) {
        var start = 0
        while start < bytes.count {
            // In bounds: `start` is below the count.
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Glibc.send(descriptor, $0 + start, bytes.count - start, Int32(MSG_NOSIGNAL)) }
                    ?? 0
            }
            if count > 0 {
                start += count
            } else if errno == EAGAIN || errno == EINTR {
                try Self.wait(descriptor, for: POLLOUT, until: deadline)
            } else {
                throw Self.failed("send to", errno)
            }
        }
    }

    /// The status of the answer, once its head is whole.
    private borrowing func status() throws(TelemetryError) -> Int {
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        let end = Array("\r\n\r\n".utf8)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 {
                // The end of the head may lie across two pieces.
                let start = max(0, answer.count - 3)
                answer += chunk[..<count]
                if answer[start...].indices.contains(where: { answer[$0...].starts(with: end) }) {
                    return try Self.status(answer)
                }
                guard answer.count <= Self.answerLimit else { break }
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                try Self.wait(descriptor, for: POLLIN, until: deadline)
            } else {
                break
            }
        }
        throw TelemetryError(.malformed, "the collector's answer has no end of its head, or too long a one")
    }

    private static func status(_ answer: [UInt8]) throws(TelemetryError) -> Int {
        let digits = answer.dropFirst(9).prefix(3)
        guard answer.starts(with: Array("HTTP/1.".utf8)), answer[8] == 0x20,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw TelemetryError(.malformed, "the collector's answer is not HTTP/1.1") }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func wait(_ descriptor: Int32, for event: Int32, until deadline: UInt64) throws(TelemetryError) {
        while true {
            let now = now()
            guard now < deadline else { throw TelemetryError(.timeout, "the collector took too long") }
            var request = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let ready = poll(&request, 1, Int32(clamping: (deadline - now) / 1_000_000 + 1))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw failed("wait for", errno) }
        }
    }

    private static func failed(_ action: String, _ code: Int32) -> TelemetryError {
        TelemetryError(.unreachable, "cannot \(action) the collector: \(String(cString: strerror(code)))")
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
