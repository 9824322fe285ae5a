import Checkpoint
import Foundation
import Imaging
import TestSupport
import Testing

/// The digests that Tests/Fixtures/scripts/make_imaging_fixtures.py wrote: what Pillow makes of the fixtures.
enum ImagingFixtures {
    /// One encoded file of `imaging/formats`.
    struct Format: Decodable, Sendable, CustomTestStringConvertible {
        var file: String
        var width: Int
        var height: Int
        var channels: Int
        var sha256: String
        var testDescription: String { file }
    }

    /// One resize of an image of noise.
    struct Resize: Decodable, Sendable {
        var seed: Int
        /// Whether the noise is black and white only.
        var isHard: Bool
        var width: Int
        var height: Int
        var channels: Int
        var toWidth: Int
        var toHeight: Int
        var filter: Preprocessing.Interpolation
        var sha256: String

        /// The image: bytes of SplitMix64.
        var image: PixelBuffer {
            var generator = SeededGenerator(seed: UInt64(seed))
            let count = width * height * channels
            var samples: [UInt8] = []
            while samples.count < count {
                let number = generator.next()
                for i in 0..<8 { samples.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(i)))) }
            }
            samples.removeLast(samples.count - count)
            if isHard { samples = samples.map { $0 < 128 ? 0 : 255 } }
            return PixelBuffer(width: width, height: height, channels: channels, samples: samples)
        }
    }

    /// One photograph and what a model would see of it.
    struct Photograph: Decodable, Sendable, CustomTestStringConvertible {
        struct View: Decodable, Sendable {
            var shorterSide: Int
            var crop: Int
            var filter: Preprocessing.Interpolation
            var sha256: String

            var preprocessing: Preprocessing {
                Preprocessing(
                    resize: .init(shorterSide: shorterSide, interpolation: filter),
                    centerCrop: .init(size: [crop, crop]), mean: [127, 127, 127], std: [128, 128, 128])
            }
        }

        var file: String
        var width: Int
        var height: Int
        var sha256: String
        var views: [View]
        var testDescription: String { file }
    }

    static let formats: [Format] = read("formats.json")
    static let resizes: [Resize] = read("resizes.json")
    static let photographs: [Photograph] = read("photographs.json")
    static let measuring: [Photograph] = read("measuring.json")

    /// The folder of the photographs of `measuring.json`, which are not part of the project: MANTISSA_IMAGES.
    static let measuringFolder: URL? = ProcessInfo.processInfo.environment["MANTISSA_IMAGES"].flatMap {
        $0.isEmpty ? nil : URL(fileURLWithPath: $0)
    }

    static func bytes(_ file: String) throws -> [UInt8] { try Fixtures.bytes("imaging/formats/\(file)") }

    static func digest(_ image: PixelBuffer) -> String {
        let hash = SHA256()
        image.samples.withUnsafeBytes { hash.update($0) }
        return hash.hexDigits()
    }

    private static func read<Answer: Decodable>(_ file: String) -> [Answer] {
        do { return try JSONDecoder().decode([Answer].self, from: Fixtures.data("imaging/\(file)")) } catch {
            fatalError("imaging/\(file): \(error)")
        }
    }
}
