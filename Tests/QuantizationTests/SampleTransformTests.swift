import ModelGraph
import TestSupport
import Testing

@testable import Quantization

@Suite struct SampleTransformTests {
    private let image = SmallModel.samples(1)[0]

    @Test func theFirstChangesNothing() {
        #expect(SampleTransform.all[0].copy(of: image, number: 5) == image)
    }

    @Test func aMirrorMirrors() throws {
        let transform = SampleTransform(name: "", mirrors: true)
        let copies = (0..<20).map { transform.copy(of: image, number: $0) }
        let original = try #require(image["image"]?.floats)
        let mirrored = original.indices.map { original[$0 / 8 * 8 + 7 - $0 % 8] }
        let got = Set(copies.compactMap { $0["image"]?.floats })
        #expect(got == [original, mirrored])
    }

    @Test func changesKeepWithinTheImagesRange() throws {
        let original = try #require(image["image"]?.floats)
        for transform in SampleTransform.all.dropFirst() {
            for number in 0..<10 {
                let copy = try #require(transform.copy(of: image, number: UInt64(number))["image"]?.floats)
                #expect(copy.count == original.count)
                #expect((copy.min() ?? -9) >= (original.min() ?? 0) && (copy.max() ?? 9) <= (original.max() ?? 0))
                #expect(copy == transform.copy(of: image, number: UInt64(number))["image"]?.floats)
            }
        }
    }

    @Test func tensorsThatAreNoImagesStayAsTheyAre() {
        let sample = ["x": Tensor(shape: [2, 3], floats: [1, 2, 3, 4, 5, 6])]
        #expect(!SampleTransform.fits(sample) && SampleTransform.fits(image))
        #expect(SampleTransform.all[4].copy(of: sample, number: 1) == sample)
    }
}
