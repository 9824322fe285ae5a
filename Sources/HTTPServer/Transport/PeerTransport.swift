/// The transport of a connection: plain or TLS. An enumeration, since an existential would be three times as large.
enum PeerTransport: Transport {
    case plain(SocketTransport)
    case tls(TLSTransport)

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        switch self {
        case .plain(var transport): transport.read(into: buffer)
        case .tls(var transport): transport.read(into: buffer)
        }
    }

    func mayHaveMore(after count: Int, of capacity: Int) -> Bool {
        switch self {
        case .plain(let transport): transport.mayHaveMore(after: count, of: capacity)
        case .tls(let transport): transport.mayHaveMore(after: count, of: capacity)
        }
    }

    var hasBufferedInput: Bool {
        switch self {
        case .plain(let transport): transport.hasBufferedInput
        case .tls(let transport): transport.hasBufferedInput
        }
    }

    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult {
        switch self {
        case .plain(var transport): transport.write(first, second)
        case .tls(var transport): transport.write(first, second)
        }
    }

    mutating func peek() -> TransportResult {
        switch self {
        case .plain(var transport): transport.peek()
        case .tls(var transport): transport.peek()
        }
    }

    mutating func finishWriting() -> Bool {
        switch self {
        case .plain(var transport): transport.finishWriting()
        case .tls(var transport): transport.finishWriting()
        }
    }

    mutating func close() {
        switch self {
        case .plain(var transport): transport.close()
        case .tls(var transport): transport.close()
        }
    }
}
