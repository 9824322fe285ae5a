import HTTPTypes

@testable import HTTPServer

extension FuzzTarget {
    /// A connection's bytes: the same events in whatever pieces they come, and for what was understood, written again.
    static let httpParser = FuzzTarget("http-parser", byteLimit: 2048) { input in
        let whole = try ParserTranscript(pieces: [input])
        for pieces in InputPieces.cuts(input).dropFirst() {
            let transcript = try ParserTranscript(pieces: pieces)
            try require(
                transcript == whole,
                "in \(pieces.count) pieces the events are \(transcript.events), as a whole \(whole.events)")
        }
        // What ends with a failure or within a request is written as far as it was complete.
        let complete = whole.completeRequests
        let again = try ParserTranscript(pieces: [complete.flatMap(\.bytes)])
        try require(
            again.completeRequests == complete, "written again, \(complete) is read as \(again.completeRequests)")
    }
}

/// What a parser said of some bytes; cuts within a body do not count.
private struct ParserTranscript: Equatable {
    enum Event: Equatable {
        case head(Request)
        case body([UInt8])
        case end
        case failure(HTTPFailure)
    }

    struct Request: Equatable {
        var line: String
        var fields: [[UInt8]]
        var framing: RequestHead.Framing
        var path: String
        var segments: [String]
        var keepsAlive: Bool
        var expectsContinue: Bool
        var body: [UInt8] = []

        /// As sent, but for white space around values, and chunks, of which there is one.
        var bytes: [UInt8] {
            var bytes = Array("\(line)\r\n".utf8)
            for field in fields { bytes += field + [0x0D, 0x0A] }
            bytes += [0x0D, 0x0A]
            guard framing == .chunked else { return bytes + body }
            if !body.isEmpty { bytes += Array("\(String(body.count, radix: 16))\r\n".utf8) + body + [0x0D, 0x0A] }
            return bytes + Array("0\r\n\r\n".utf8)
        }
    }

    private(set) var events: [Event] = []

    /// Small, so that inputs reach them.
    private static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.requestLineByteLimit = 160
        limits.headByteLimit = 480
        limits.fieldCountLimit = 8
        limits.bodyByteLimit = 300
        limits.chunkExtensionByteLimit = 24
        limits.trailerByteLimit = 40
        return limits
    }()

    init(pieces: [[UInt8]]) throws {
        var parser = RequestParser(limits: Self.limits)
        for piece in pieces {
            guard try feed(piece, to: &parser) else { return }
        }
    }

    /// False after a failure.
    private mutating func feed(_ bytes: [UInt8], to parser: inout RequestParser) throws -> Bool {
        try bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            // Each event but `.end` and a head without content takes a byte and more.
            for _ in 0..<(2 * bytes.count + 8) {
                let start = offset
                let event = parser.next(buffer, at: &offset)
                try require((start...bytes.count).contains(offset), "the parser went from \(start) to \(offset)")
                switch event {
                case .needsMore:
                    try require(offset == bytes.count, "more bytes are asked for, \(bytes.count - offset) are left")
                    return true
                case .head(let head): events.append(.head(Request(head)))
                case .body(let range):
                    // The framing of a chunk stands before its content.
                    try require(
                        range.lowerBound >= start && range.upperBound == offset && !range.isEmpty,
                        "a body of \(range) was read from \(start) to \(offset)")
                    try append(Array(buffer[range]))
                case .end: events.append(.end)
                case .failure(let failure):
                    events.append(.failure(failure))
                    try require(
                        parser.next(buffer, at: &offset).isFailure(failure), "the parser goes on after a failure")
                    return false
                }
            }
            throw BrokenProperty("the parser does not come to an end")
        }
    }

    private mutating func append(_ bytes: [UInt8]) throws {
        guard case .body(let earlier)? = events.last else {
            events.append(.body(bytes))
            return
        }
        events[events.count - 1] = .body(earlier + bytes)
        try require(
            earlier.count + bytes.count <= Self.limits.bodyByteLimit, "a body is over the limit and is not refused")
    }

    var completeRequests: [Request] {
        var requests: [Request] = []
        var current: Request?
        for event in events {
            switch event {
            case .head(let request): current = request
            case .body(let bytes): current?.body = bytes
            case .end: if let request = current { requests.append(request) }
            case .failure: break
            }
        }
        return requests
    }
}

extension ParserTranscript.Request {
    init(_ head: RequestHead) {
        line = "\(head.method.rawValue) \(head.target.raw) HTTP/1.\(head.minorVersion)"
        fields = head.headers.map { field in
            Array("\(field.name.rawName):".utf8) + field.withUnsafeBytesOfValue { Array($0) }
        }
        framing = head.framing
        path = head.target.path
        segments = head.target.segments
        keepsAlive = head.keepsAlive
        expectsContinue = head.expectsContinue
    }
}

extension ParserEvent {
    fileprivate func isFailure(_ expected: HTTPFailure) -> Bool {
        if case .failure(let failure) = self { return failure == expected }
        return false
    }
}
