import Glibc

/// Splits a byte stream into requests: a pure, resumable value without I/O.
///
/// Bytes may come in pieces of any size; the events are the same but for the cuts between `.body` events. A head that
/// comes in one piece is read in place, one that comes in several is gathered first; every byte is scanned once, so a
/// sender of single bytes costs linear time.
struct RequestParser: Sendable {
    private enum State: Sendable {
        case head
        /// A body with so many bytes to come.
        case body(Int)
        case chunked(ChunkedDecoder)
        case failed(HTTPFailure)
    }

    private var state = State.head
    private let limits: HTTPLimits
    /// The head so far, while it is incomplete.
    private var partialHead: [UInt8] = []
    /// Where the current line begins, counted from the head's first byte.
    private var lineStart = 0
    private var lineCount = 0
    private var hasSkippedEmptyLine = false
    private var hasFailedInHEAD = false

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// True while no byte of the next request has come.
    var isBetweenRequests: Bool {
        if case .head = state { return partialHead.isEmpty }
        return false
    }

    /// True while a head is incomplete.
    var isInHead: Bool {
        if case .head = state { return !partialHead.isEmpty }
        return false
    }

    /// True if the head that is incomplete, or was refused, begins as that of HEAD does: the answer has no content
    /// (RFC 9110 section 9.3.2), however bad the rest is.
    var isInHEAD: Bool { hasFailedInHEAD || partialHead.starts(with: "HEAD ".utf8) }

    /// Reads on at `offset` of `input` and moves it past what was used. Call again until it answers `.needsMore`,
    /// `.end` (when it may be called for the next request) or `.failure`.
    mutating func next(_ input: UnsafeBufferPointer<UInt8>, at offset: inout Int) -> ParserEvent {
        switch state {
        case .head:
            let start = offset
            let event = nextOfHead(input, at: &offset)
            if case .failure(let failure) = event {
                let begin = partialHead.prefix(5) + input[start...].drop { $0 == 0x0D || $0 == 0x0A }.prefix(5)
                hasFailedInHEAD = begin.starts(with: "HEAD ".utf8)
                resetHead()
                state = .failed(failure)
            }
            return event
        case .body(let remaining):
            if remaining == 0 {
                state = .head
                return .end
            }
            guard offset < input.count else { return .needsMore }
            let end = offset + min(remaining, input.count - offset)
            defer { offset = end }
            state = .body(remaining - (end - offset))
            return .body(offset..<end)
        case .chunked(var decoder):
            let event = decoder.next(input, at: &offset)
            switch event {
            case .end: state = .head
            case .failure(let failure): state = .failed(failure)
            default: state = .chunked(decoder)
            }
            return event
        case .failed(let failure):
            return .failure(failure)
        }
    }

    private mutating func nextOfHead(_ input: UnsafeBufferPointer<UInt8>, at offset: inout Int) -> ParserEvent {
        guard let base = input.baseAddress, offset < input.count else { return .needsMore }
        // A first byte that begins no method shows TLS or another protocol at once, instead of at the timeout.
        if partialHead.isEmpty, !CharacterClass.isToken(input[offset]), input[offset] != 0x0D {
            return .failure(HTTPFailure(.malformed, "a request must begin with a method"))
        }
        var index = offset
        while index < input.count, let found = memchr(base + index, 0x0A, input.count - index) {
            // memchr found it within the bytes it was given.
            let lineFeed = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            let headCount = partialHead.count + (lineFeed - offset) + 1
            if let failure = failureByLimit(headCount) { return .failure(failure) }
            let previous = lineFeed > offset ? input[lineFeed - 1] : partialHead.last
            guard previous == 0x0D else { return .failure(HTTPFailure(.malformed, "an LF does not follow a CR")) }
            let isEmptyLine = headCount - lineStart == 2
            lineStart = headCount
            index = lineFeed + 1
            if isEmptyLine {
                if headCount > 2 { return completeHead(input, at: &offset, upTo: index) }
                // RFC 9112 section 2.2: one empty line before the request line should be forgiven.
                guard !hasSkippedEmptyLine else {
                    return .failure(HTTPFailure(.malformed, "a request must begin with a method"))
                }
                resetHead()
                hasSkippedEmptyLine = true
                offset = index
                return nextOfHead(input, at: &offset)
            }
            lineCount += 1
            if lineCount - 1 > limits.fieldCountLimit {
                return .failure(
                    HTTPFailure(.headTooLarge, "the head has more than \(limits.fieldCountLimit) fields"))
            }
        }
        if let failure = failureByLimit(partialHead.count + input.count - offset) { return .failure(failure) }
        partialHead.append(contentsOf: input[offset...])
        offset = input.count
        return .needsMore
    }

    /// A head of `headCount` bytes so far is over a limit, or not.
    private func failureByLimit(_ headCount: Int) -> HTTPFailure? {
        if lineCount == 0, headCount > limits.requestLineByteLimit {
            return HTTPFailure(
                .targetTooLong, "the request line is over the limit of \(limits.requestLineByteLimit) bytes")
        }
        if headCount > limits.headByteLimit {
            return HTTPFailure(.headTooLarge, "the head is over the limit of \(limits.headByteLimit) bytes")
        }
        return nil
    }

    private mutating func completeHead(
        _ input: UnsafeBufferPointer<UInt8>, at offset: inout Int, upTo end: Int
    ) -> ParserEvent {
        let result: Result<RequestHead, HTTPFailure>
        if partialHead.isEmpty {
            result = parse(UnsafeBufferPointer(rebasing: input[offset..<end]))
        } else {
            partialHead.append(contentsOf: input[offset..<end])
            result = partialHead.withUnsafeBufferPointer { parse($0) }
        }
        offset = end
        switch result {
        case .failure(let failure): return .failure(failure)
        case .success(let head):
            resetHead()
            hasSkippedEmptyLine = false
            switch head.framing {
            case .none: state = .body(0)
            case .length(let length) where length > limits.bodyByteLimit:
                // After the head, so that the refusal can be worded for what was asked.
                state = .failed(
                    HTTPFailure(.bodyTooLarge, "the body is over the limit of \(limits.bodyByteLimit) bytes"))
            case .length(let length): state = .body(length)
            case .chunked: state = .chunked(ChunkedDecoder(limits: limits))
            }
            return .head(head)
        }
    }

    private func parse(_ head: UnsafeBufferPointer<UInt8>) -> Result<RequestHead, HTTPFailure> {
        do throws(HTTPFailure) {
            return .success(try HeadParser.parse(head))
        } catch { return .failure(error) }
    }

    private mutating func resetHead() {
        partialHead = []
        lineStart = 0
        lineCount = 0
    }
}
