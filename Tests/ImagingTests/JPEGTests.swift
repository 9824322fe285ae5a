import Imaging
import TestSupport
import Testing

/// What surrounds the compressed data of a JPEG.
struct JPEGTests {
    private func segment(_ code: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0xFF, code, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
    }

    /// The file with bytes put in after its start-of-image marker.
    private func inserting(_ bytes: [UInt8], into file: [UInt8]) -> [UInt8] {
        Array(file[..<2]) + bytes + Array(file[2...])
    }

    @Test func strayBytesBetweenSegmentsAreHarmlessButNotTruncation() throws {
        let file = try ImagingFixtures.bytes("ycc420.jpg")
        let plain = try ImageDecoder.decode(file, applyingOrientation: true)
        // Behind the first segment, JFIF's.
        let end = 4 + Int(file[4]) << 8 + Int(file[5])
        let stray = Array(file[..<end]) + [0, 1, 2] + Array(file[end...])
        #expect(try ImageDecoder.decode(stray, applyingOrientation: true) == plain)
        for cut in [3, 40, 200] {
            #expect(throws: ImagingError.self) {
                try ImageDecoder.decode(Array(stray.dropLast(cut)), applyingOrientation: true)
            }
        }
    }

    @Test func damagedEXIFMeansUpright() throws {
        let file = try ImagingFixtures.bytes("ycc420.jpg")
        let plain = try ImageDecoder.decode(file, applyingOrientation: true)
        let signature = Array("Exif\0\0".utf8)
        let little: [UInt8] = [0x49, 0x49, 42, 0]
        let entry: [UInt8] = [0x12, 1, 3, 0, 1, 0, 0, 0]
        let blocks: [[UInt8]] = [
            [], little, little + [8, 0, 0, 0], little + [0xFF, 0xFF, 0xFF, 0xFF], little + [8, 0, 0, 0, 0xFF, 0xFF],
            [0x49, 0x4D, 42, 0, 8, 0, 0, 0, 1, 0] + entry + [6, 0, 0, 0],
            // Cut off in the value; values out of 1...8; another type.
            little + [8, 0, 0, 0, 1, 0] + entry + [6],
            little + [8, 0, 0, 0, 1, 0] + entry + [0, 0, 0, 0],
            little + [8, 0, 0, 0, 1, 0] + entry + [9, 0, 0, 0],
            little + [8, 0, 0, 0, 1, 0] + entry + [6, 1, 0, 0],
            little + [8, 0, 0, 0, 1, 0, 0x12, 1, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0],
        ]
        for block in blocks {
            let bytes = inserting(segment(0xE1, signature + block), into: file)
            #expect(try ImageDecoder.decode(bytes, applyingOrientation: true) == plain, "\(block)")
        }
        let turned = signature + little + [8, 0, 0, 0, 1, 0] + entry + [6, 0, 0, 0]
        let sound = inserting(segment(0xE1, turned), into: file)
        #expect(try ImageDecoder.decode(sound, applyingOrientation: true).width == plain.height)
    }
}
