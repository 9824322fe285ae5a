import TestSupport
import Testing

@testable import Quantization

@Suite struct RangeObserverTests {
    private func observer(_ values: [Float]) -> RangeObserver {
        var observer = RangeObserver()
        let isFinite = observer.observe(values)
        #expect(isFinite)
        observer.spread(values)
        return observer
    }

    @Test func remembersTheLargestMagnitudeAndThePower() {
        let observer = observer([1, -4, 2, 0])
        #expect(observer.range(.minMax) == 4)
        #expect(observer.power == 5.25)
        #expect(observer.count == 4)
    }

    @Test func aPercentileLeavesRareOutliersOut() {
        var random = SeededGenerator(seed: 5)
        // 2 outliers of 1,000,000 are fewer than the 10 that may be cut.
        var values = random.floats(1_000_000)
        values[7] = 1000
        values[8] = -500
        let observer = observer(values)
        #expect(observer.range(.minMax) == 1000)
        // The bins are 1/16 of a power of two wide.
        #expect((1...1.0625).contains(observer.range(.percentile)))
    }

    @Test func theLeastErrorKeepsOutliersThatCostMoreThanTheRounding() {
        var random = SeededGenerator(seed: 6)
        var values = random.floats(10_000)
        values[3] = 100
        // Cutting 100 to 50 costs 2500; rounding 10,000 elements at the double step costs 0.03.
        #expect(observer(values).range(.mse) == 100)
    }

    @Test func theLeastErrorCutsWhatIsWorthIt() {
        // A million elements of the size 1000, whose rounding errors outweigh one element at the edge.
        var values = [Float](repeating: 1000, count: 1_000_000)
        values[0] = 1100
        #expect(observer(values).range(.mse) == 1100)
        #expect(observer([Float](repeating: 0, count: 10)).range(.mse) == 0)
    }

    /// At 8 bits a few outliers of 100 cost more than they are worth: all else would be one step.
    @Test(arguments: [CalibrationMethod.entropy, .mse]) func narrowFormatsCutOutliers(_ method: CalibrationMethod) {
        var random = SeededGenerator(seed: 6)
        var values = random.floats(1_000_000)
        values[3] = 12
        let observer = observer(values)
        #expect(observer.range(.minMax, bits: 8) == 12)
        #expect(observer.range(method, bits: 8) < 4)
        #expect(observer.range(.mse, bits: 16) == 12)
    }

    @Test func entropyKeepsWhatIsSpreadEvenly() {
        var random = SeededGenerator(seed: 7)
        let observer = observer(random.floats(100_000, in: -1...1))
        // The largest number of the format that holds all.
        #expect(observer.range(.entropy, bits: 8) == 127.0 / 128)
    }

    @Test func mergingIsSeeingAll() {
        var a = observer([1, 2])
        a.merge(observer([-8]))
        #expect(a.range(.minMax) == 8)
        #expect(a.count == 3)
        #expect(a.power == 23)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity]) func noticesWhatIsNotFinite(_ value: Float) {
        var observer = RangeObserver()
        let isFinite = observer.observe([1, value])
        #expect(!isFinite)
    }

    /// The largest finite floats: their squares must not look infinite.
    @Test func takesTheLargestFloats() {
        let observer = observer([.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
        #expect(observer.range(.minMax) == .greatestFiniteMagnitude)
        #expect(observer.range(.percentile) == .greatestFiniteMagnitude)
    }

    @Test(arguments: [
        (1, -14), (2, -13), (1.99, -14), (32767, 0), (32767.4, 0), (32767.6, 1), (32768, 1), (6, -12), (0, -14),
    ])
    func theExponentIsTheSmallestThatHolds(_ largest: Double, _ exponent: Int) {
        #expect(RangeObserver.exponent(holding: largest) == exponent)
    }
}
