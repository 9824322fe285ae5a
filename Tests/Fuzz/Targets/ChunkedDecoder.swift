@testable import HTTPServer

extension FuzzTarget {
    /// A chunked body: the same content in whatever pieces it comes, and the content, chunked again, is itself.
    static let chunkedDecoder = FuzzTarget("chunked-decoder", byteLimit: 1024) { input in
        let whole = try DecodedBody(pieces: [input])
        for pieces in InputPieces.cuts(input).dropFirst() {
            let body = try DecodedBody(pieces: pieces)
            try require(body == whole, "in \(pieces.count) pieces the body is \(body), as a whole \(whole)")
        }
        try require(whole.content.count <= DecodedBody.limits.bodyByteLimit, "the content is over the limit")
        try require(whole.content.count <= input.count, "more comes out than went in")
        guard whole.outcome == .end else { return }
        var chooser = InputPieces(of: input)
        let chunked =
            chooser.cut(whole.content, limit: 40).flatMap { chunk in
                Array("\(String(chunk.count, radix: 16, uppercase: chunk.count.isMultiple(of: 2)))\r\n".utf8) + chunk
                    + [0x0D, 0x0A]
            } + Array("0\r\n\r\n".utf8)
        let again = try DecodedBody(pieces: [chunked])
        try require(again == DecodedBody(content: whole.content, outcome: .end, byteCount: chunked.count), "\(again)")
    }
}

private struct DecodedBody: Equatable {
    enum Outcome: Equatable {
        case needsMore
        case end
        case failure(HTTPFailure)
    }

    var content: [UInt8] = []
    var outcome = Outcome.needsMore
    /// Bytes up to the end, all of them where there is none.
    var byteCount = 0

    /// Small, so that inputs reach them.
    static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.bodyByteLimit = 200
        limits.chunkExtensionByteLimit = 16
        limits.trailerByteLimit = 24
        return limits
    }()

    init(content: [UInt8], outcome: Outcome, byteCount: Int) {
        (self.content, self.outcome, self.byteCount) = (content, outcome, byteCount)
    }

    init(pieces: [[UInt8]]) throws {
        var decoder = ChunkedDecoder(limits: Self.limits)
        for piece in pieces where outcome == .needsMore {
            try piece.withUnsafeBufferPointer { buffer in
                var offset = 0
                repeat {
                    let start = offset
                    switch decoder.next(buffer, at: &offset) {
                    case .body(let range):
                        // The framing of a chunk stands before its content.
                        try require(
                            range.lowerBound >= start && range.upperBound == offset && !range.isEmpty,
                            "content of \(range) was read from \(start) to \(offset)")
                        content += buffer[range]
                    case .end: outcome = .end
                    case .failure(let failure): outcome = .failure(failure)
                    case .needsMore: try require(offset == piece.count, "bytes are left over")
                    case .head: throw BrokenProperty("a head within a body")
                    }
                    try require((start...piece.count).contains(offset), "the decoder went from \(start) to \(offset)")
                } while offset < piece.count && outcome == .needsMore
                // How far into a refused piece the decoder looked says nothing.
                if case .failure = outcome { byteCount = 0 } else { byteCount += offset }
            }
        }
    }
}
