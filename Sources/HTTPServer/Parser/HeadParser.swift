import HTTPTypes

/// Reads one complete head: request line, field lines, empty line (RFC 9112 sections 2 to 6), and decides its framing.
///
/// What another parser might read differently is refused, since a proxy in front may be that parser: white space before
/// a colon, obs-fold, a bare CR or LF, two Hosts or Content-Lengths, Transfer-Encoding beside Content-Length.
struct HeadParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0

    private var headers = HTTPFields()
    private var hostCount = 0
    private var contentLength: Int?
    private var hasTransferEncoding = false
    /// What is refused though it follows the grammar; told only where nothing is malformed, since that is 400.
    private var refusal: HTTPFailure?
    private var expectsContinue = false
    private var hasClose = false
    private var hasKeepAlive = false
    private var minorVersion = 1

    /// `head` ends with CRLF CRLF, and every LF in it follows a CR: the scanner has seen to it.
    static func parse(_ head: UnsafeBufferPointer<UInt8>) throws(HTTPFailure) -> RequestHead {
        var parser = HeadParser(bytes: head)
        return try parser.head()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func head() throws(HTTPFailure) -> RequestHead {
        let method = try method()
        let target = try target(method)
        try version()
        while offset < bytes.count, bytes[offset] != 0x0D {
            try field()
        }
        guard offset == bytes.count - 2 else {
            throw HTTPFailure(.malformed, "a field line must not begin with a CR")
        }
        // RFC 9112 section 3.2: a request without Host, or with two, MUST be answered with 400.
        guard hostCount == 1 || (hostCount == 0 && minorVersion == 0) else {
            throw HTTPFailure(.malformed, "exactly one Host field is expected, \(hostCount) were found")
        }
        if hasTransferEncoding {
            guard contentLength == nil else {
                throw HTTPFailure(.malformed, "Transfer-Encoding and Content-Length must not come together")
            }
            guard minorVersion == 1 else {
                throw HTTPFailure(.malformed, "Transfer-Encoding is not part of HTTP/1.0")
            }
        }
        if let refusal { throw refusal }
        guard let target else { throw HTTPFailure(.notImplemented, "CONNECT is not implemented") }
        let framing: RequestHead.Framing = hasTransferEncoding ? .chunked : contentLength.map { .length($0) } ?? .none
        let hasContent = framing != .none && framing != .length(0)
        return RequestHead(
            method: method, target: target, headers: headers, framing: framing, minorVersion: minorVersion,
            keepsAlive: !hasClose && (minorVersion == 1 || hasKeepAlive),
            expectsContinue: expectsContinue && hasContent && minorVersion == 1)
    }

    private mutating func method() throws(HTTPFailure) -> HTTPRequest.Method {
        let start = offset
        while CharacterClass.isToken(bytes[offset]) { offset += 1 }
        guard offset > start, bytes[offset] == 0x20 else {
            throw HTTPFailure(.malformed, "the request line must begin with a method and one space")
        }
        let name = bytes[start..<offset]
        offset += 1
        if name.elementsEqual("GET".utf8) { return .get }
        if name.elementsEqual("POST".utf8) { return .post }
        guard let method = HTTPRequest.Method(String(decoding: name, as: UTF8.self)) else {
            throw HTTPFailure(.malformed, "the method is not a token")
        }
        return method
    }

    /// Nil for CONNECT, whose target is an authority.
    private mutating func target(_ method: HTTPRequest.Method) throws(HTTPFailure) -> RequestTarget? {
        let start = offset
        while CharacterClass.isTarget(bytes[offset]) { offset += 1 }
        guard offset > start, bytes[offset] == 0x20 else {
            throw HTTPFailure(.malformed, "the request line must hold a target of URI characters between single spaces")
        }
        let target = UnsafeBufferPointer(rebasing: bytes[start..<offset])
        offset += 1
        if method == .connect {
            guard HostValue.isValid(target) else {
                throw HTTPFailure(.malformed, "the target of CONNECT must be a host and a port")
            }
            return nil
        }
        return try RequestTarget(target, isOptions: method == .options)
    }

    /// `HTTP/1.0` or `HTTP/1.1` and CRLF.
    private mutating func version() throws(HTTPFailure) {
        let fault = HTTPFailure(.malformed, "the request line must end with HTTP/1.1")
        guard bytes.count - offset >= 10, bytes[offset..<offset + 5].elementsEqual("HTTP/".utf8) else { throw fault }
        let major = bytes[offset + 5]
        let minor = bytes[offset + 7]
        guard CharacterClass.isDigit(major), bytes[offset + 6] == UInt8(ascii: "."), CharacterClass.isDigit(minor),
            bytes[offset + 8] == 0x0D, bytes[offset + 9] == 0x0A
        else { throw fault }
        guard major == UInt8(ascii: "1"), minor <= UInt8(ascii: "1") else {
            throw HTTPFailure(.versionNotSupported, "this server speaks HTTP/1.0 and HTTP/1.1")
        }
        minorVersion = Int(minor - UInt8(ascii: "0"))
        offset += 10
    }

    /// `field-name ":" OWS field-value OWS CRLF` (RFC 9112 section 5).
    private mutating func field() throws(HTTPFailure) {
        let nameStart = offset
        while CharacterClass.isToken(bytes[offset]) { offset += 1 }
        let nameBytes = bytes[nameStart..<offset]
        guard !nameBytes.isEmpty, bytes[offset] == UInt8(ascii: ":") else {
            throw HTTPFailure(.malformed, "a field line must begin with a name and a colon, without white space")
        }
        offset += 1
        while bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
        let valueStart = offset
        var union: UInt8 = 0
        while CharacterClass.isFieldValue(bytes[offset]) {
            union |= bytes[offset]
            offset += 1
        }
        var valueEnd = offset
        while valueEnd > valueStart, bytes[valueEnd - 1] == 0x20 || bytes[valueEnd - 1] == 0x09 { valueEnd -= 1 }
        guard bytes[offset] == 0x0D, bytes[offset + 1] == 0x0A else {
            throw HTTPFailure(.malformed, "a field value holds a control character")
        }
        offset += 2
        let value = bytes[valueStart..<valueEnd]
        try interpret(nameBytes, value)
        guard let name = FieldNames.name(nameBytes) else {
            throw HTTPFailure(.malformed, "a field name is not a token")
        }
        let text =
            union < 0x80
            ? String(decoding: UnsafeBufferPointer(rebasing: value), as: UTF8.self)
            : String(validating: value, as: UTF8.self)
        if let text {
            headers.append(HTTPField(name: name, value: text))
        } else {
            headers.append(HTTPField(name: name, value: Array(value)))
        }
    }

    /// Takes note of the fields that steer the connection.
    private mutating func interpret(
        _ name: Slice<UnsafeBufferPointer<UInt8>>, _ value: Slice<UnsafeBufferPointer<UInt8>>
    ) throws(HTTPFailure) {
        switch name.count {
        case 4 where equalIgnoringCase(name, "host"):
            hostCount += 1
            guard HostValue.isValid(value) else { throw HTTPFailure(.malformed, "the Host field is not a host") }
        case 6 where equalIgnoringCase(name, "expect"):
            expectsContinue = true
            if !equalIgnoringCase(value, "100-continue") {
                refusal = HTTPFailure(.expectationFailed, "the only expectation that can be met is 100-continue")
            }
        case 10 where equalIgnoringCase(name, "connection"):
            for part in value.split(separator: UInt8(ascii: ",")) {
                var option = part.drop { $0 == 0x20 || $0 == 0x09 }
                while let last = option.last, last == 0x20 || last == 0x09 { option = option.dropLast() }
                if equalIgnoringCase(option, "close") { hasClose = true }
                if equalIgnoringCase(option, "keep-alive") { hasKeepAlive = true }
            }
        case 14 where equalIgnoringCase(name, "content-length"):
            // RFC 9112 section 6.3 allows to merge equal duplicates; refusing them is safer and also allowed.
            guard contentLength == nil else { throw HTTPFailure(.malformed, "Content-Length must come only once") }
            contentLength = try length(value)
        case 17 where equalIgnoringCase(name, "transfer-encoding"):
            guard !hasTransferEncoding else {
                throw HTTPFailure(.malformed, "Transfer-Encoding must come only once")
            }
            hasTransferEncoding = true
            if !equalIgnoringCase(value, "chunked") {
                refusal = HTTPFailure(.notImplemented, "the only transfer coding that is implemented is chunked")
            }
        default: break
        }
    }

    private func length(_ value: Slice<UnsafeBufferPointer<UInt8>>) throws(HTTPFailure) -> Int {
        guard !value.isEmpty, value.allSatisfy({ CharacterClass.isDigit($0) }) else {
            throw HTTPFailure(.malformed, "Content-Length must be decimal digits")
        }
        var length = 0
        for byte in value {
            let (product, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            // Over every limit, whatever digits follow.
            guard !overflow, !carry else { return .max }
            length = sum
        }
        return length
    }
}
