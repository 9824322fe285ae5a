/// Takes the chunked transfer coding off (RFC 9112 section 7.1), in steps of any size and constant memory.
///
/// Chunk extensions are skipped within a budget for the whole body, trailer fields are checked, counted and dropped.
struct ChunkedDecoder: Sendable {
    private enum State: Sendable {
        /// Before the first digit of a size, then after it.
        case sizeStart
        case size
        case chunkExtension
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        /// At the start of a trailer line, in its name, in its value, at the LF that ends it.
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        /// At the LF of the empty line that ends the body.
        case lastLineFeed
    }

    private var state = State.sizeStart
    /// Bytes that the current chunk still has; while its size is read, the size so far.
    private var remaining = 0
    private var sizeDigitCount = 0
    private var bodyByteCount = 0
    private var extensionByteCount = 0
    private var trailerByteCount = 0
    private let limits: HTTPLimits

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Goes on at `offset` of `input`. Returns `.body`, `.end`, `.failure` or `.needsMore`.
    mutating func next(_ input: UnsafeBufferPointer<UInt8>, at offset: inout Int) -> ParserEvent {
        while offset < input.count {
            if state == .data {
                let end = offset + min(remaining, input.count - offset)
                let range = offset..<end
                remaining -= range.count
                offset = end
                if remaining == 0 { state = .dataCarriageReturn }
                return .body(range)
            }
            let byte = input[offset]
            offset += 1
            do throws(HTTPFailure) {
                if try take(byte) { return .end }
            } catch {
                return .failure(error)
            }
        }
        return .needsMore
    }

    /// Takes one byte outside the data; true when it ends the body.
    private mutating func take(_ byte: UInt8) throws(HTTPFailure) -> Bool {
        switch state {
        case .sizeStart:
            remaining = 0
            sizeDigitCount = 0
            try takeSizeDigit(byte)
            state = .size
        case .size:
            if byte == 0x0D {
                state = .sizeLineFeed
            } else if byte == UInt8(ascii: ";") {
                try countExtensionByte()
                state = .chunkExtension
            } else {
                try takeSizeDigit(byte)
            }
        case .chunkExtension:
            if byte == 0x0D {
                state = .sizeLineFeed
            } else {
                guard CharacterClass.isFieldValue(byte) else {
                    throw HTTPFailure(.malformed, "a chunk extension holds a control character")
                }
                try countExtensionByte()
            }
        case .sizeLineFeed:
            try expectLineFeed(byte)
            try startChunk()
        case .dataCarriageReturn:
            guard byte == 0x0D else { throw HTTPFailure(.malformed, "a chunk does not end with CRLF where it should") }
            state = .dataLineFeed
        case .dataLineFeed:
            try expectLineFeed(byte)
            state = .sizeStart
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
            try takeTrailer(byte)
        case .lastLineFeed:
            try expectLineFeed(byte)
            return true
        case .data:
            preconditionFailure("data is taken in bulk")
        }
        return false
    }

    private mutating func takeSizeDigit(_ byte: UInt8) throws(HTTPFailure) {
        guard let digit = CharacterClass.hexadecimalValue(byte) else {
            throw HTTPFailure(.malformed, "a chunk size must be hexadecimal digits")
        }
        // Zeros in front are legal; sixteen digits are enough for any size and keep a line of zeros from going on.
        sizeDigitCount += 1
        guard sizeDigitCount <= 16 else { throw HTTPFailure(.malformed, "a chunk size has more than 16 digits") }
        let (product, overflow) = remaining.multipliedReportingOverflow(by: 16)
        let (size, carry) = product.addingReportingOverflow(Int(digit))
        guard !overflow, !carry, size <= limits.bodyByteLimit - bodyByteCount else {
            throw HTTPFailure(.bodyTooLarge, "the body is over the limit of \(limits.bodyByteLimit) bytes")
        }
        remaining = size
    }

    private mutating func startChunk() throws(HTTPFailure) {
        if remaining == 0 {
            state = .trailerStart
        } else {
            bodyByteCount += remaining
            state = .data
        }
    }

    private mutating func takeTrailer(_ byte: UInt8) throws(HTTPFailure) {
        trailerByteCount += 1
        guard trailerByteCount <= limits.trailerByteLimit else {
            throw HTTPFailure(.headTooLarge, "the trailer is over the limit of \(limits.trailerByteLimit) bytes")
        }
        switch state {
        case .trailerStart where byte == 0x0D: state = .lastLineFeed
        case .trailerStart:
            guard CharacterClass.isToken(byte) else {
                throw HTTPFailure(.malformed, "a trailer line must begin with a name")
            }
            state = .trailerName
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else if !CharacterClass.isToken(byte) {
                throw HTTPFailure(.malformed, "a trailer name must be followed by a colon")
            }
        case .trailerValue:
            if byte == 0x0D {
                state = .trailerLineFeed
            } else if !CharacterClass.isFieldValue(byte) {
                throw HTTPFailure(.malformed, "a trailer value holds a control character")
            }
        default:
            try expectLineFeed(byte)
            state = .trailerStart
        }
    }

    private mutating func countExtensionByte() throws(HTTPFailure) {
        extensionByteCount += 1
        guard extensionByteCount <= limits.chunkExtensionByteLimit else {
            throw HTTPFailure(
                .malformed, "the chunk extensions are over the limit of \(limits.chunkExtensionByteLimit) bytes")
        }
    }

    private func expectLineFeed(_ byte: UInt8) throws(HTTPFailure) {
        guard byte == 0x0A else { throw HTTPFailure(.malformed, "a CR is not followed by an LF") }
    }
}
