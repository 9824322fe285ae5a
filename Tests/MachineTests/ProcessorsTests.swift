import Testing

@testable import Machine

@Suite struct ProcessorsTests {
    @Test(
        arguments: [
            (8, nil, 8), (8, 2, 2), (8, 1.5, 2), (8, 0.1, 1), (8, 7.01, 8), (2, 16, 2), (1, 0.5, 1), (0, nil, 1),
            (4, Double(Int.max) * 4, 4), (4, 4, 4),
        ] as [(Int, Double?, Int)])
    func theSmallerOfMaskAndLimitCounts(mask: Int, limit: Double?, available: Int) {
        #expect(Processors(inAffinityMask: mask, controlGroupLimit: limit).available == available)
    }

    @Test func moreThreadsThanProcessorsAreToldWithTheReason() {
        let limited = Processors(inAffinityMask: 8, controlGroupLimit: 1.5)
        #expect(limited.warning(threads: 2) == nil)
        #expect(
            limited.warning(threads: 3)
                == "3 threads for 2 processors (its control group grants 1.5): more do not make it faster")
        let masked = Processors(inAffinityMask: 1, controlGroupLimit: 4)
        #expect(masked.warning(threads: 1) == nil)
        #expect(
            masked.warning(threads: 2)
                == "2 threads for 1 processor (its affinity mask has 1): more do not make it faster")
    }

    @Test func thisMachineHasAProcessor() {
        #expect(Processors.current().available >= 1)
    }
}
