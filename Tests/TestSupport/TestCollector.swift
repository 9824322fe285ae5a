package import Foundation
import Glibc

/// A collector of spans on a free port of 127.0.0.1: takes one request after the other and gives each the same answer.
///
/// `@unchecked Sendable`: the lock guards what is received; the rest does not change.
package final class TestCollector: @unchecked Sendable {
    package struct Request: Sendable {
        /// Request line and fields, by line.
        package var head: [String]
        package var body: Data
    }

    /// What becomes of those who connect.
    package enum Manner: Sendable, Hashable {
        case answers(String)
        /// Listens, and neither accepts nor answers.
        case isSilent
        /// The port is taken and nobody listens: connecting is refused.
        case isDown
    }

    package static let success = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"

    package let port: Int
    private let descriptor: Int32
    private let hasThread: Bool
    private let lock = NSLock()
    private var received: [Request] = []
    private let arrivals = DispatchSemaphore(value: 0)

    package var endpoint: String { "http://127.0.0.1:\(port)" }

    package init(_ manner: Manner = .answers(TestCollector.success)) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) | getsockname(descriptor, pointer, &length)
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(in_port_t(bigEndian: address.sin_port))
        self.descriptor = descriptor
        hasThread = if case .answers = manner { true } else { false }
        if case .isDown = manner { return }
        listen(descriptor, 16)
        if case .answers(let answer) = manner {
            Thread.detachNewThread { [weak self] in
                while true {
                    let connection = accept(descriptor, nil, nil)
                    guard connection >= 0 else {
                        // Not before: another socket would get the number while this thread still accepts on it.
                        close(descriptor)
                        return
                    }
                    let request = Self.read(connection)
                    // Noted before it is answered, so that who has the answer finds it here.
                    if let request { self?.note(request) }
                    _ = answer.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
                    close(connection)
                }
            }
        }
    }

    deinit {
        // Wakes the thread in accept, which closes the socket; where there is none, nobody else does.
        shutdown(descriptor, Int32(SHUT_RDWR))
        if !hasThread { close(descriptor) }
    }

    /// All that came so far.
    package var requests: [Request] { lock.withLock { received } }

    /// Waits for one more request, for at most a minute; false if none came.
    package func waitForRequest() -> Bool { arrivals.wait(timeout: .now() + 60) == .success }

    private func note(_ request: Request) {
        lock.withLock { received.append(request) }
        arrivals.signal()
    }

    private static func read(_ connection: Int32) -> Request? {
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var bytes = Data()
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            if let end = bytes.range(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                let field = head.first { $0.lowercased().hasPrefix("content-length: ") }
                let length = field.flatMap { Int($0.dropFirst(16)) } ?? 0
                let body = bytes[end.upperBound...]
                if body.count >= length { return Request(head: head, body: Data(body.prefix(length))) }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// The spans of all requests so far.
    package func spans() throws -> [CollectedSpan] {
        try requests.flatMap { request in
            let json = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
            let resources = json?["resourceSpans"] as? [[String: Any]] ?? []
            return resources.flatMap { resource in
                (resource["scopeSpans"] as? [[String: Any]] ?? []).flatMap { scope in
                    (scope["spans"] as? [[String: Any]] ?? []).map(CollectedSpan.init)
                }
            }
        }
    }
}

/// A span as a collector reads it.
package struct CollectedSpan {
    package let json: [String: Any]

    package init(_ json: [String: Any]) { self.json = json }

    package func text(_ name: String) -> String? { json[name] as? String }
    package func number(_ name: String) -> Int? { json[name] as? Int }
    package var name: String? { text("name") }
    package var start: UInt64 { text("startTimeUnixNano").flatMap { UInt64($0) } ?? 0 }
    package var end: UInt64 { text("endTimeUnixNano").flatMap { UInt64($0) } ?? 0 }

    /// An attribute's value as text, whatever its type.
    package func attribute(_ key: String) -> String? {
        let attributes = json["attributes"] as? [[String: Any]] ?? []
        let value = attributes.first { $0["key"] as? String == key }?["value"] as? [String: Any]
        return value?.values.first.map { "\($0)" }
    }
}
