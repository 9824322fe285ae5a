import Testing

@testable import Serving

@Suite struct BatchSizePolicyTests {
    /// Serves batches whose cost per sample depends on the size, and gives the sizes that were used.
    private func served(_ policy: BatchSizePolicy, batches: Int, waiting: Int = 80, cost: (Int) -> UInt64) -> [Int] {
        served(policy, batches: batches, waiting: waiting) { size, _ in cost(size) }
    }

    /// The same where it also depends on which batch it is, from 1.
    private func served(
        _ policy: BatchSizePolicy, batches: Int, waiting: Int = 80, cost: (_ size: Int, _ batch: Int) -> UInt64
    ) -> [Int] {
        (1...batches).map { batch in
            let size = policy.size(waiting: waiting)
            policy.record(samples: size, nanoseconds: UInt64(size) * cost(size, batch))
            return size
        }
    }

    private func share(of size: Int, in sizes: [Int]) -> Double {
        Double(sizes.count { $0 == size }) / Double(sizes.count)
    }

    @Test(arguments: [1, 4, 16, 32]) func findsTheFastestSize(fastest: Int) {
        let policy = BatchSizePolicy(maximum: 32)
        func cost(_ size: Int) -> UInt64 { size <= fastest ? UInt64(1000 - 10 * size) * 4 / UInt64(4 + size) : 5000 }
        let sizes = served(policy, batches: 1000, cost: cost)
        #expect(sizes.first == 1)
        #expect(share(of: fastest, in: sizes.suffix(500)) > 0.95)
        // The other sizes are looked at again and again, and ever less often.
        #expect(share(of: fastest, in: served(policy, batches: 10_000, cost: cost)) > 0.99)
    }

    @Test func keepsTheSmallestOfSizesThatAreAlike() {
        let policy = BatchSizePolicy(maximum: 32)
        let sizes = served(policy, batches: 1000) { $0 == 1 ? 100 : 92 }
        #expect(share(of: 1, in: sizes) > 0.95)
        // Nothing larger than the next size is tried when that is no better.
        #expect(sizes.max() == 4)
    }

    @Test func changesItsMindWhenAnotherSizeBecomesFaster() {
        let policy = BatchSizePolicy(maximum: 4)
        _ = served(policy, batches: 500) { $0 == 1 ? 100 : 200 }
        #expect(served(policy, batches: 10_000) { $0 == 1 ? 100 : 10 }.last == 4)
        #expect(served(policy, batches: 10_000) { $0 == 1 ? 10 : 100 }.last == 1)
    }

    /// Other work on the machine makes single batches slow, never fast.
    @Test func isNotMisledByDisturbances() {
        let policy = BatchSizePolicy(maximum: 32)
        let sizes = served(policy, batches: 3000) { size, batch in
            (size == 1 ? 100 : 98) + (batch % 3 == 0 ? 80 : 0)
        }
        #expect(share(of: 1, in: sizes) > 0.95)
        #expect(sizes.max() == 4)
    }

    /// As when a server starts: its first batches, all of the smallest size, take longer than those that follow.
    @Test func isNotMisledByASlowBeginning() {
        let policy = BatchSizePolicy(maximum: 32)
        let sizes = served(policy, batches: 400) { size, batch in
            batch < 12 ? 150 : (size == 1 ? 100 : 102)
        }
        #expect(share(of: 1, in: sizes) > 0.95)
        #expect(sizes.max() == 4)
    }

    /// A machine whose neighbours are busy three quarters of the time: single batches that follow one another are slow together, and a
    /// larger one may have been measured in a better moment.
    @Test(arguments: [40, 200, 1000]) func isNotMisledByBusyMoments(period: Int) {
        let policy = BatchSizePolicy(maximum: 32)
        let sizes = served(policy, batches: 10_000) { size, batch in
            batch % period < period / 4 ? 100 : 170
        }
        #expect(share(of: 1, in: sizes) > 0.95)
        #expect(sizes.max() == 4)
    }

    /// The same machine, and a model that gains.
    @Test(arguments: [40, 200, 1000]) func findsWhatGainsInSpiteOfBusyMoments(period: Int) {
        let policy = BatchSizePolicy(maximum: 4)
        let sizes = served(policy, batches: 10_000) { size, batch in
            (batch % period < period / 4 ? 100 : 170) * (size == 1 ? 10 : 7)
        }
        #expect(share(of: 4, in: sizes) > 0.9)
    }

    /// What is tried takes nothing from a core that has nothing else to do.
    @Test func triesALargerSizeOnlyWhereAsMuchAgainWaits() {
        let policy = BatchSizePolicy(maximum: 4)
        #expect(served(policy, batches: 1000, waiting: 7) { _ in 1 }.max() == 1)
        #expect(served(policy, batches: 1000, waiting: 8) { _ in 1 }.max() == 4)
    }

    @Test func takesNoMoreThanWaits() {
        let policy = BatchSizePolicy(maximum: 32)
        _ = served(policy, batches: 1000) { 1000 / UInt64($0) }
        #expect(policy.size(waiting: 3) == 3)
        #expect(served(policy, batches: 100, waiting: 2) { _ in 1 }.max() == 2)
    }

    @Test(arguments: [(1, 1), (2, 2), (5, 5), (64, 64)]) func reachesTheLargestSize(maximum: Int, expected: Int) {
        let policy = BatchSizePolicy(maximum: maximum)
        #expect(served(policy, batches: 2000, waiting: 200) { 100_000 / UInt64($0) }.max() == expected)
    }
}
