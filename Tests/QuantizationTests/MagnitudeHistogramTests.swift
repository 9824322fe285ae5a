import Testing

@testable import Quantization

@Suite struct MagnitudeHistogramTests {
    @Test func countsPowersOfTwo() {
        var histogram = MagnitudeHistogram()
        histogram.add([0, 1, -1.5, 2, 0.5, -0, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
        histogram.add([3])
        #expect(histogram.zeros == 2)
        #expect(histogram.counts == [0: 2, 1: 2, -1: 1, -149: 1, 127: 1])
    }
}
