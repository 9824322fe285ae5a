import Testing

@testable import Serving

@Suite struct SlicePolicyTests {
    /// Serves batches whose cost per sample depends on the size, and gives the sizes that were used.
    private func served(_ policy: SlicePolicy, batches: Int, cost: (Int) -> UInt64) -> [Int] {
        (0..<batches).map { _ in
            let size = policy.size(for: 16)
            policy.record(size: size, samples: 16, nanoseconds: 16 * cost(size))
            return size
        }
    }

    @Test(arguments: [1, 4, Int.max]) func usesTheFastestSizeAfterTryingAll(fastest: Int) {
        let policy = SlicePolicy()
        let sizes = served(policy, batches: 60) { $0 == fastest ? 100 : 200 }
        #expect(Set(sizes.prefix(3)) == [1, 4, Int.max])
        #expect(sizes.dropFirst(3).allSatisfy { $0 == fastest })
    }

    @Test func changesItsMindWhenTheOthersBecomeFaster() {
        let policy = SlicePolicy()
        _ = served(policy, batches: 60) { $0 == 1 ? 100 : 200 }
        let sizes = served(policy, batches: 2000) { $0 == Int.max ? 10 : 100 }
        #expect(sizes.last == Int.max)
    }

    @Test func fewSamplesAreNotTried() {
        let policy = SlicePolicy()
        #expect(policy.size(for: 3) == 1)
        policy.record(size: 1, samples: 3, nanoseconds: 1)
        // Nothing was learnt from them.
        #expect(Set(served(policy, batches: 3) { _ in 1 }) == [1, 4, Int.max])
    }
}
