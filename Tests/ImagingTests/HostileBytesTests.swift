import Imaging
import TestSupport
import Testing

/// Bytes that are no image, or were one once: an error or an image, never a crash.
struct HostileBytesTests {
    private func error(_ bytes: [UInt8], _ limits: ImageLimits = .default) throws -> ImagingError {
        try #require(throws: ImagingError.self) {
            try ImageDecoder.decode(bytes, limits: limits, applyingOrientation: true)
        }
    }

    @Test func whatIsNoImageIsOfUnknownFormat() throws {
        let texts: [[UInt8]] = [
            [], [0xFF], [0xFF, 0xD8], Array("hello, this is text".utf8), Array("GIF89a".utf8),
            Array("RIFF....WAVE".utf8), [0x89, 0x50, 0x4E, 0x47], Array(repeating: 0, count: 1000),
        ]
        for bytes in texts {
            let error = try error(bytes)
            #expect(error.kind == .unknownFormat)
            #expect(error.message.contains("JPEG, PNG or WebP"))
        }
    }

    @Test(arguments: ImagingFixtures.formats)
    func whatIsCutOffIsUndecodable(_ fixture: ImagingFixtures.Format) throws {
        let bytes = try ImagingFixtures.bytes(fixture.file)
        // The last chunk of a PNG (12 bytes) and the padding of a RIFF file say nothing about the samples.
        let needed = fixture.file.hasSuffix(".png") ? bytes.count - 17 : bytes.count - 2
        for count in stride(from: 12, to: needed, by: max(1, needed / 200)) {
            #expect(try error(Array(bytes[..<count])).kind == .undecodable, "\(count) of \(bytes.count) bytes")
        }
    }

    @Test(arguments: ImagingFixtures.formats)
    func changedBytesNeverCrash(_ fixture: ImagingFixtures.Format) throws {
        let original = try ImagingFixtures.bytes(fixture.file)
        var generator = SeededGenerator(seed: UInt64(original.count))
        let limits = ImageLimits(pixelLimit: 1 << 16)
        for _ in 0..<200 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                // Mostly near the start, where the structure is.
                let last = Bool.random(using: &generator) ? bytes.count - 1 : min(120, bytes.count - 1)
                bytes[Int.random(in: 0...last, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            }
            do {
                let image = try ImageDecoder.decode(bytes, limits: limits, applyingOrientation: true)
                #expect(image.samples.count == image.width * image.height * image.channels)
            } catch { #expect(!error.message.isEmpty) }
        }
    }

    /// libpng unpacks what follows the last row, a thousand bytes for each: a gigabyte here.
    @Test func dataAfterTheLastRowIsNotUnpacked() throws {
        for (width, height, isInterlaced) in [
            (8, 8, false), (1, 1, false), (300, 2, false), (8, 8, true), (1, 1, true),
        ] {
            let bytes = PlainPNG.encode(
                width: width, height: height, bitDepth: 8, colourType: 2, isInterlaced: isInterlaced,
                compressed: DeflateBomb.zlib(zeroBytes: 1 << 20))
            let error = try error(bytes)
            #expect(error.kind == .undecodable && error.message.contains("last row"), "\(error.message)")
        }
    }

    @Test func aLittleGarbageAfterTheLastRowIsPassedOver() throws {
        let bytes = PlainPNG.encode(
            width: 8, height: 8, bitDepth: 8, colourType: 2, compressed: DeflateBomb.zlib(zeroBytes: 1000))
        let image = try ImageDecoder.decode(bytes, limits: .default, applyingOrientation: true)
        #expect(image.samples == [UInt8](repeating: 0, count: 8 * 8 * 3))
    }

    /// Signature and IHDR of a PNG, with its checksum, and nothing else.
    private func header(width: UInt32, height: UInt32) -> [UInt8] {
        func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let body = Array("IHDR".utf8) + number(width) + number(height) + [8, 2, 0, 0, 0]
        var checksum: UInt32 = .max
        for byte in body {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + number(13) + body + number(~checksum)
    }

    @Test func hugeDeclaredSizesAreRefusedByTheHeader() throws {
        for (width, height) in [(50000, 50000), (70000, 1), (1, 70000), (Int(Int32.max), Int(Int32.max))] {
            let error = try error(header(width: UInt32(width), height: UInt32(height)))
            #expect(error.kind == .tooLarge)
            #expect(error.message.contains("\(width) x \(height)"))
        }
        #expect(try error(header(width: 0, height: 5)).kind == .undecodable)
        #expect(try error(header(width: 5, height: 5)).kind == .undecodable)
    }

    @Test(arguments: ["ycc420.jpg", "rgb8.png", "lossy.webp", "lossless.webp"])
    func limitsHoldForEveryFormat(_ file: String) throws {
        let bytes = try ImagingFixtures.bytes(file)
        let tooMany = try error(bytes, ImageLimits(pixelLimit: 43 * 31 - 1))
        #expect(tooMany.kind == .tooLarge)
        #expect(tooMany.message.contains("43 x 31"))
        #expect(try error(bytes, ImageLimits(sideLimit: 42)).kind == .tooLarge)
        let exact = ImageLimits(pixelLimit: 43 * 31, sideLimit: 43)
        #expect(try ImageDecoder.decode(bytes, limits: exact, applyingOrientation: true).width == 43)
    }
}
