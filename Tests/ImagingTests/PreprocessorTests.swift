import Checkpoint
import FixedPoint
import ModelGraph
import TestSupport
import Testing

@testable import Imaging

/// From pixels to a model's input.
struct PreprocessorTests {
    private let image: PixelBuffer = {
        var generator = SeededGenerator(seed: 5)
        return PixelBuffer(width: 61, height: 47, channels: 3, samples: generator.bytes(61 * 47 * 3))
    }()

    private func preprocessing(
        _ color: Preprocessing.Color = .rgb, crop: [Int], layout: Preprocessing.Layout = .nchw
    ) -> Preprocessing {
        let channels = color == .gray ? 1 : 3
        return Preprocessing(
            color: color, centerCrop: .init(size: crop), mean: Array([123.675, 116.28, 103.53].prefix(channels)),
            std: Array([58.395, 57.12, 57.375].prefix(channels)), layout: layout)
    }

    @Test func layoutsHoldTheSameNumbers() throws {
        let planes = try Preprocessor(preprocessing(crop: [20, 30]))
        let interleaved = try Preprocessor(preprocessing(crop: [20, 30], layout: .nhwc))
        #expect(planes.shape == [1, 3, 20, 30])
        #expect(interleaved.shape == [1, 20, 30, 3])
        let a = try #require(try planes.tensor(from: image).floats)
        let b = try #require(try interleaved.tensor(from: image).floats)
        let pixels = try planes.pixels(from: image)
        for c in 0..<3 {
            for i in 0..<600 {
                #expect(a[c * 600 + i] == b[3 * i + c])
                let mean = planes.preprocessing.mean[c]
                let std = planes.preprocessing.std[c]
                #expect(b[3 * i + c] == (Float(pixels.samples[3 * i + c]) - mean) / std)
            }
        }
    }

    @Test(arguments: [-14, -13, -16, 0], [Preprocessing.Layout.nchw, .nhwc])
    func mantissasAreTheQuantizedTensor(_ exponent: Int, _ layout: Preprocessing.Layout) throws {
        let format = DFPFormat(exponent: exponent, minimum: -20000, maximum: 30000)
        let preprocessor = try Preprocessor(preprocessing(crop: [20, 30], layout: layout))
        let tensor = try Preprocessor(preprocessing(crop: [20, 30], layout: .nhwc)).tensor(from: image)
        let floats = try #require(tensor.floats)
        let tables = preprocessor.mantissaTables(format)
        let samples = try preprocessor.samples(from: image)
        #expect(tables.count == 768)
        #expect(
            samples.indices.map { tables[256 * ($0 % 3) + Int(samples[$0])] } == floats.map { format.mantissa(of: $0) })
    }

    @Test func blueFirstSwapsTheOuterChannels() throws {
        var swapped = preprocessing(.bgr, crop: [8, 8], layout: .nhwc)
        (swapped.mean, swapped.std) = ([0, 0, 0], [1, 1, 1])
        let preprocessor = try Preprocessor(swapped)
        let floats = try #require(try preprocessor.tensor(from: image).floats)
        let samples = try preprocessor.pixels(from: image).samples
        #expect(try preprocessor.samples(from: image).map(Float.init) == floats)
        for i in 0..<64 {
            #expect(floats[3 * i] == Float(samples[3 * i + 2]))
            #expect(floats[3 * i + 1] == Float(samples[3 * i + 1]))
            #expect(floats[3 * i + 2] == Float(samples[3 * i]))
        }
    }

    @Test func grayIsITULuma() throws {
        let colors = PixelBuffer(
            width: 4, height: 1, channels: 3, samples: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
        let pixels = try Preprocessor(preprocessing(.gray, crop: [1, 4])).pixels(from: colors)
        #expect(pixels.channels == 1)
        #expect(pixels.samples == [76, 150, 29, 255])
    }

    @Test func grayImagesFillThreeChannels() throws {
        let gray = PixelBuffer(width: 2, height: 1, channels: 1, samples: [7, 200])
        let pixels = try Preprocessor(preprocessing(crop: [1, 2])).pixels(from: gray)
        #expect(pixels.samples == [7, 7, 7, 200, 200, 200])
    }

    /// round(1/2) = 0, round(3/2) = 2, round(-1/2) = 0, round(-3/2) = -2.
    @Test(arguments: [(5, 4, 0), (7, 4, 2), (3, 4, 0), (1, 4, -2), (6, 4, 1), (4, 4, 0)])
    func cropIsCentredHalfToEvenAndBlackOutside(_ side: Int, _ size: Int, _ offset: Int) throws {
        let row = PixelBuffer(width: side, height: 1, channels: 1, samples: (1...side).map { UInt8($0) })
        let pixels = try Preprocessor(preprocessing(.gray, crop: [1, size])).pixels(from: row)
        let expected = (offset..<(offset + size)).map { (0..<side).contains($0) ? $0 + 1 : 0 }
        #expect(pixels.samples.map { Int($0) } == expected)
    }

    @Test(arguments: [Preprocessing.Interpolation.bilinear, .bicubic])
    func longThinImagesNeedLittleMemory(_ filter: Preprocessing.Interpolation) throws {
        let thin = PixelBuffer(width: 1, height: 65535, channels: 3, samples: Array(repeating: 9, count: 3 * 65535))
        let preprocessor = try Preprocessor(
            Preprocessing(
                resize: .init(shorterSide: 256, interpolation: filter), centerCrop: .init(size: [224, 224]),
                mean: [0, 0, 0], std: [1, 1, 1]))
        #expect(try preprocessor.pixels(from: thin).samples.allSatisfy { $0 == 9 })
    }

    /// Rows first: 50 x 40 in between. Columns first: 100 x 20.
    @Test(arguments: [(100, 40, 50, 20, 2000), (100, 400, 99, 20, 2000)])
    func resizesThatNeedTooMuchMemoryAreRefused(_ width: Int, _ height: Int, _ to: Int, _ rows: Int, _ bytes: Int)
        throws
    {
        let image = PixelBuffer(
            width: width, height: height, channels: 1, samples: Array(repeating: 0, count: width * height))
        var resampler = Resampler(width: to, height: rows, interpolation: .bilinear)
        resampler.byteLimit = bytes
        #expect(try resampler.resize(image, columns: 0..<to, rows: 0..<rows).width == to)
        resampler.byteLimit = bytes - 1
        let error = try #require(throws: ImagingError.self) {
            try resampler.resize(image, columns: 0..<to, rows: 0..<rows)
        }
        #expect(error.kind == .tooLarge)
        #expect(error.message.contains("\(width) x \(height)"))
    }

    @Test func settingsWithoutSenseAreRefused() {
        #expect(throws: CheckpointError.self) { try Preprocessor(Preprocessing(mean: [0, 0, 0], std: [1, 1, 1])) }
        #expect(throws: CheckpointError.self) { try Preprocessor(preprocessing(crop: [0, 5])) }
    }
}
