import TestSupport
import Testing

@testable import HTTPServer

@Suite struct ContentCodingTests {
    @Test(
        arguments: [
            (nil, nil), ("", nil), ("identity", nil), ("gzip", .gzip), ("GZip", .gzip), ("x-gzip", .gzip),
            (" deflate ", .deflate),
            ("identity, gzip", .gzip),
        ] as [(String?, ContentCoding?)])
    func readsContentEncoding(field: String?, coding: ContentCoding?) throws {
        #expect(try ContentCoding.applied(field) == coding)
    }

    @Test(arguments: ["br", "gzip, gzip", "zstd", "gzip, br", "gzip deflate,deflate", "*"])
    func refusesOtherContentEncodings(field: String) {
        #expect(throws: ContentCodingError.unsupported) { try ContentCoding.applied(field) }
    }

    @Test(
        arguments: [
            (nil, nil), ("", nil), ("gzip", .gzip), ("deflate", .deflate), ("gzip, deflate, br", .gzip),
            ("deflate, gzip", .gzip),
            ("gzip;q=0.5, deflate;q=0.8", .deflate), ("gzip;q=0", nil), ("*", .gzip), ("*;q=0", nil),
            ("gzip;q=0, *", .deflate),
            ("identity;q=1, gzip;q=0.5", nil), ("identity;q=0.5, gzip;q=0.5", .gzip), ("br", nil),
            ("GZIP ; Q=1.000", .gzip),
            ("gzip;q=1.001", nil), ("gzip;q=0.0001", nil), ("gzip;q=", nil), ("gzip;level=1", nil), (",,gzip,,", .gzip),
            ("gzip;q=0.001", .gzip),
        ] as [(String?, ContentCoding?)])
    func choosesByAcceptEncoding(field: String?, coding: ContentCoding?) {
        #expect(ContentCoding.preferred(field) == coding)
    }

    @Test(arguments: ContentCoding.allCases) func whatIsPackedComesOutAgain(coding: ContentCoding) throws {
        var random = SeededGenerator(seed: 61)
        for count in [0, 1, 1000, 65_536, 65_537, 300_000] {
            let bytes = random.bytes(count / 2) + [UInt8](repeating: 7, count: count - count / 2)
            let packed = try #require(coding.deflate(bytes))
            #expect(try coding.inflate(packed, byteLimit: count) == bytes)
            if count > 0 {
                #expect(throws: ContentCodingError.tooLarge) { try coding.inflate(packed, byteLimit: count - 1) }
            }
        }
    }

    @Test func gzipIsWhatItsStandardSays() throws {
        // `printf hello | gzip -n`
        let hello: [UInt8] = [
            0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86, 0xA6, 0x10, 0x36,
            0x05, 0, 0, 0,
        ]
        #expect(try ContentCoding.gzip.inflate(hello, byteLimit: 100) == Array("hello".utf8))
        // Several members are one content.
        #expect(try ContentCoding.gzip.inflate(hello + hello, byteLimit: 100) == Array("hellohello".utf8))
        // A bare stream under the name deflate.
        let bare = Array(hello[10..<17])
        #expect(try ContentCoding.deflate.inflate(bare, byteLimit: 100) == Array("hello".utf8))
    }

    @Test(arguments: ContentCoding.allCases) func damagedContentIsRefused(coding: ContentCoding) throws {
        let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 * $0) }
        let packed = try #require(coding.deflate(bytes))
        for length in [0, 1, 2, 10, packed.count / 2, packed.count - 1] {
            #expect(throws: ContentCodingError.damaged) {
                try coding.inflate(Array(packed[..<length]), byteLimit: 1 << 20)
            }
        }
        #expect(throws: ContentCodingError.damaged) { try coding.inflate(packed + [0], byteLimit: 1 << 20) }
        var flipped = packed
        flipped[packed.count - 6] ^= 0x40
        #expect(throws: ContentCodingError.self) { try coding.inflate(flipped, byteLimit: 1 << 20) }
        #expect(throws: ContentCodingError.damaged) { try coding.inflate(bytes, byteLimit: 1 << 20) }
    }

    @Test func bombsAreStopped() throws {
        let zeros = [UInt8](repeating: 0, count: 30 << 20)
        let packed = try #require(ContentCoding.gzip.deflate(zeros, level: 9))
        #expect(packed.count < 40_000)
        #expect(throws: ContentCodingError.bomb) { try ContentCoding.gzip.inflate(packed, byteLimit: 32 << 20) }
        #expect(throws: ContentCodingError.tooLarge) { try ContentCoding.gzip.inflate(packed, byteLimit: 1 << 20) }
        // A small constant tensor is none.
        let small = try #require(ContentCoding.gzip.deflate([UInt8](repeating: 0, count: 600_000)))
        #expect(try ContentCoding.gzip.inflate(small, byteLimit: 1 << 20).count == 600_000)
    }
}
