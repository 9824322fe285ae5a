import Checkpoint
import Foundation
import Imaging
import TestSupport
import Testing

/// Resizing and cropping give the bits that Pillow gives.
struct ResizeTests {
    @Test func resizesAsPillow() throws {
        for fixture in ImagingFixtures.resizes {
            let channels = fixture.channels
            let preprocessor = try Preprocessor(
                Preprocessing(
                    color: channels == 1 ? .gray : .rgb,
                    resize: .init(size: [fixture.toHeight, fixture.toWidth], interpolation: fixture.filter),
                    mean: Array(repeating: 0, count: channels), std: Array(repeating: 1, count: channels)))
            let result = try preprocessor.pixels(from: fixture.image)
            #expect(result.width == fixture.toWidth)
            #expect(result.height == fixture.toHeight)
            #expect(ImagingFixtures.digest(result) == fixture.sha256, "\(fixture)")
        }
    }

    @Test(arguments: ImagingFixtures.photographs)
    func photographsAreSeenAsByPillow(_ photograph: ImagingFixtures.Photograph) throws {
        try check(photograph, bytes: try Fixtures.bytes("images/\(photograph.file)"))
    }

    @Test(
        .enabled(
            if: ImagingFixtures.measuringFolder != nil,
            "set MANTISSA_IMAGES to the folder of the measuring photographs"),
        arguments: ImagingFixtures.measuring)
    func measuringPhotographsAreSeenAsByPillow(_ photograph: ImagingFixtures.Photograph) throws {
        let folder = try #require(ImagingFixtures.measuringFolder)
        try check(photograph, bytes: [UInt8](try Data(contentsOf: folder.appendingPathComponent(photograph.file))))
    }

    private func check(_ photograph: ImagingFixtures.Photograph, bytes: [UInt8]) throws {
        let image = try ImageDecoder.decode(bytes, applyingOrientation: true)
        #expect(ImagingFixtures.digest(image.rgb()) == photograph.sha256, "decoded")
        for view in photograph.views {
            let pixels = try Preprocessor(view.preprocessing).pixels(from: image)
            #expect(ImagingFixtures.digest(pixels) == view.sha256, "\(view)")
        }
    }
}
