import Imaging
import TestSupport
import Testing

/// Every variant of every format gives the samples that Pillow gives.
struct FormatTests {
    @Test(arguments: ImagingFixtures.formats.filter { $0.file != "animated.webp" })
    func decodesAsPillow(_ fixture: ImagingFixtures.Format) throws {
        let image = try ImageDecoder.decode(try ImagingFixtures.bytes(fixture.file), applyingOrientation: true)
        #expect(image.width == fixture.width)
        #expect(image.height == fixture.height)
        #expect(image.channels == fixture.channels)
        #expect(ImagingFixtures.digest(image) == fixture.sha256)
    }

    @Test func animationsAreRefusedByName() throws {
        let bytes = try ImagingFixtures.bytes("animated.webp")
        let error = try #require(throws: ImagingError.self) {
            try ImageDecoder.decode(bytes, applyingOrientation: true)
        }
        #expect(error.kind == .undecodable)
        #expect(error.message.contains("animation"))
    }

    @Test(arguments: ["little", "big"])
    func orientationIsAppliedOnlyOnRequest(_ order: String) throws {
        let stored = try ImageDecoder.decode(
            try ImagingFixtures.bytes("orientation1_\(order).jpg"), applyingOrientation: false)
        for orientation in 2...8 {
            let bytes = try ImagingFixtures.bytes("orientation\(orientation)_\(order).jpg")
            #expect(try ImageDecoder.decode(bytes, applyingOrientation: false) == stored)
            let upright = try ImageDecoder.decode(bytes, applyingOrientation: true)
            #expect(upright != stored)
            #expect((upright.width == stored.height) == (orientation >= 5))
        }
    }

    @Test(arguments: ImagingFixtures.photographs)
    func decodesPhotographsAsPillow(_ photograph: ImagingFixtures.Photograph) throws {
        let image = try ImageDecoder.decode(
            try Fixtures.bytes("images/\(photograph.file)"), applyingOrientation: true)
        #expect(image.width == photograph.width)
        #expect(image.height == photograph.height)
        #expect(ImagingFixtures.digest(image.rgb()) == photograph.sha256)
    }
}
