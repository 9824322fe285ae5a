import TestSupport
import Testing

@testable import Serving

@Suite struct TokenBucketTests {
    private let second: UInt64 = 1_000_000_000

    @Test func aBurstIsServedAtOnceAndThenOneEachInterval() {
        var bucket = TokenBucket(perSecond: 2, burst: 3)
        let start = 5 * second
        for _ in 0..<3 { #expect(bucket.take(at: start) == nil) }
        #expect(bucket.take(at: start) == second / 2)
        #expect(bucket.take(at: start + second / 2 - 1) == 1)
        #expect(bucket.take(at: start + second / 2) == nil)
        #expect(bucket.take(at: start + second / 2) == second / 2)
    }

    @Test func aRefusalTakesNothing() {
        var bucket = TokenBucket(perSecond: 1, burst: 1)
        #expect(bucket.take(at: second) == nil)
        for _ in 0..<1000 { #expect(bucket.take(at: second + 1) == second - 1) }
        #expect(bucket.take(at: 2 * second) == nil)
    }

    @Test func aPauseFillsTheBucketAndNoMore() {
        var bucket = TokenBucket(perSecond: 10, burst: 4)
        #expect(bucket.take(at: second) == nil)
        let later = 1_000_000 * second
        for _ in 0..<4 { #expect(bucket.take(at: later) == nil) }
        #expect(bucket.take(at: later) != nil)
    }

    @Test func aNewBucketIsFullWhateverTheClockSays() {
        var bucket = TokenBucket(perSecond: 1, burst: 2)
        #expect(bucket.take(at: 0) == nil && bucket.take(at: 0) == nil)
        #expect(bucket.take(at: 0) == second)
    }

    /// Times of two threads may come in the wrong order: nothing is gained or lost by it.
    @Test func earlierTimesCountAsNoTime() {
        var bucket = TokenBucket(perSecond: 1, burst: 2)
        #expect(bucket.take(at: 10 * second) == nil)
        #expect(bucket.take(at: 9 * second) == nil)
        #expect(bucket.take(at: 10 * second) == second)
    }

    @Test(arguments: [(0.001, 1_000_000), (1_000_000, 1), (1_000_000, 1_000_000), (1.0 / 3, 1)])
    func whoWaitsAsLongAsToldIsServed(perSecond: Double, burst: Int) {
        var bucket = TokenBucket(perSecond: perSecond, burst: burst)
        // A century of a machine's uptime.
        var now = 3_155_760_000 * second
        for _ in 0..<burst { #expect(bucket.take(at: now) == nil) }
        for _ in 0..<100 {
            guard let wait = bucket.take(at: now) else {
                Issue.record("there is a token too many")
                return
            }
            now += wait
            #expect(bucket.take(at: now) == nil)
        }
    }

    /// In any span of time no more are served than the burst and what falls in the meantime.
    @Test(arguments: [1, 2, 3] as [UInt64]) func theRateHolds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bucket = TokenBucket(perSecond: 100, burst: 5)
        var now = second
        var served: [UInt64] = []
        for _ in 0..<5000 {
            now += UInt64.random(in: 0...8_000_000, using: &random)
            if bucket.take(at: now) == nil { served.append(now) }
        }
        for (first, time) in served.enumerated() {
            let last = min(first + 50, served.count - 1)
            #expect(UInt64(last - first + 1) <= 5 + (served[last] - time) / 10_000_000, "seed \(seed)")
        }
    }
}
