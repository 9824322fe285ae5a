import Foundation
import Glibc

/// One connection to a server on 127.0.0.1: writes request bytes, reads responses by their Content-Length.
final class HTTPClient {
    struct Response {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        }
    }

    enum Failure: Error {
        case connect(Int32)
        case closed(received: Int)
        case malformed(String)
    }

    let port: Int
    private let descriptor: Int32
    private var buffered: [UInt8] = []

    init(port: Int) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure.connect(errno) }
        // A deadline for a server that never answers.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while let base = rest.baseAddress, !rest.isEmpty {
                let count = send(descriptor, base, rest.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }

    /// Writes one byte at a time, each in a packet of its own, until an answer has come; returns how many were written.
    @discardableResult
    func writeSingly(_ bytes: [UInt8]) -> Int {
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        for (index, byte) in bytes.enumerated() {
            var byte = byte
            var answer = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if index % 64 == 0, poll(&answer, 1, 0) != 0 { return index }
            if send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) != 1 { return index }
        }
        return bytes.count
    }

    /// Makes the close a reset.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { throw Failure.closed(received: buffered.count) }
        buffered.append(contentsOf: chunk[..<count])
    }

    func read(hasBody: Bool = true) throws -> Response {
        let separator = Array("\r\n\r\n".utf8)
        var headEnd: Int?
        while headEnd == nil {
            if buffered.count >= 4 {
                headEnd = (0...(buffered.count - 4)).first { Array(buffered[$0..<($0 + 4)]) == separator }
            }
            if headEnd == nil { try fill() }
        }
        guard let headEnd else { throw Failure.malformed("no head") }
        let lines = String(decoding: buffered[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        let parts = lines[0].split(separator: " ")
        guard parts.count >= 2, let status = Int(parts[1]) else { throw Failure.malformed(lines[0]) }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Failure.malformed(line) }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        buffered.removeFirst(headEnd + 4)
        let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
        while buffered.count < length { try fill() }
        let body = Array(buffered.prefix(length))
        buffered.removeFirst(length)
        return Response(status: status, headers: headers, body: body)
    }

    func request(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws -> Response {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        write(Array((head + "\r\n").utf8) + (body ?? []))
        return try read(hasBody: method != "HEAD")
    }
}
