import HTTPTypes

/// Field names without an allocation for those that nearly every request has.
enum FieldNames {
    /// swift-http-types keeps Host for the authority of HTTP/2; here it is a field like others.
    private static let host = HTTPField.Name("Host")

    /// The name in `bytes`, or nil if it is not a token.
    static func name(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> HTTPField.Name? {
        switch bytes.count {
        case 4 where equalIgnoringCase(bytes, "host"): return host
        case 6 where equalIgnoringCase(bytes, "accept"): return .accept
        case 10 where equalIgnoringCase(bytes, "user-agent"): return .userAgent
        case 10 where equalIgnoringCase(bytes, "connection"): return .connection
        case 12 where equalIgnoringCase(bytes, "content-type"): return .contentType
        case 14 where equalIgnoringCase(bytes, "content-length"): return .contentLength
        case 15 where equalIgnoringCase(bytes, "accept-encoding"): return .acceptEncoding
        default: return HTTPField.Name(String(decoding: bytes, as: UTF8.self))
        }
    }
}
