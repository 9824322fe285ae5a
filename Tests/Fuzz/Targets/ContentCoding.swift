@testable import HTTPServer

extension FuzzTarget {
    /// A coded content: what comes out is within the limits, and what goes in comes out.
    ///
    /// The first byte chooses the coding and the limit.
    static let contentCoding = FuzzTarget("content-coding", byteLimit: 2048) { input in
        guard let choice = input.first else { return }
        let content = Array(input.dropFirst())
        let coding: ContentCoding = choice & 1 == 0 ? .gzip : .deflate
        let byteLimit = choice & 2 == 0 ? 1 << 20 : 1 << (Int(choice) >> 4)
        if let plain = try? coding.inflate(content, byteLimit: byteLimit) {
            try require(plain.count <= byteLimit, "\(plain.count) bytes for a limit of \(byteLimit)")
            try roundTrip(plain, coding, level: 1 + Int(choice) % 9)
        }
        try roundTrip(content, coding, level: 1 + Int(choice) % 9)
    }

    private static func roundTrip(_ plain: [UInt8], _ coding: ContentCoding, level: Int) throws {
        guard let packed = coding.deflate(plain, level: level) else { throw BrokenProperty("deflate fails") }
        // Zeros may be packed more than a hundredfold; they stay below what is always taken.
        let again = try? coding.inflate(packed, byteLimit: 1 << 20)
        try require(again == plain, "\(plain.count) bytes, packed to \(packed.count), come out as \(again as Any)")
    }
}
