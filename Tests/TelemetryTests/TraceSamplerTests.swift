import TestSupport
import Testing

@testable import Telemetry

@Suite struct TraceSamplerTests {
    private func id(_ low: UInt64) throws -> TraceID { try #require(TraceID(high: 1, low: low)) }

    /// The rightmost 56 bits decide, the highest first: half of all begin with a one.
    @Test func theIdDecides() throws {
        let half = TraceSampler(ratio: 0.5)
        #expect(try half.samples(id(0xFF80_0000_0000_0000), parent: nil))
        #expect(try half.samples(id(0x0080_0000_0000_0000), parent: nil))
        #expect(try !half.samples(id(0x007F_FFFF_FFFF_FFFF), parent: nil))
        #expect(try !half.samples(id(0xFF7F_FFFF_FFFF_FFFF), parent: nil))
    }

    @Test(arguments: [-1, 0, .nan]) func noneIsNone(_ ratio: Double) throws {
        #expect(try !TraceSampler(ratio: ratio).samples(id(.max), parent: nil))
    }

    @Test(arguments: [1, 2, .infinity]) func allIsAll(_ ratio: Double) throws {
        #expect(try TraceSampler(ratio: ratio).samples(id(0), parent: nil))
        #expect(try TraceSampler(ratio: ratio).samples(id(.max), parent: nil))
    }

    @Test(arguments: [0.0, 0.5, 1.0], [false, true]) func theCallersDecisionHolds(_ ratio: Double, _ isSampled: Bool)
        throws
    {
        let sampler = TraceSampler(ratio: ratio)
        let spanID = try #require(SpanID(1))
        for low: UInt64 in [0, .max] {
            let parent = TraceParent(traceID: try id(low), spanID: spanID, isSampled: isSampled)
            #expect(sampler.samples(parent.traceID, parent: parent) == isSampled)
        }
    }

    @Test func aHigherRatioKeepsWhatALowerOneKept() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let id = try id(generator.next())
            let kept = [0.01, 0.1, 0.5, 0.9].map { TraceSampler(ratio: $0).samples(id, parent: nil) }
            #expect(kept == kept.sorted { !$0 && $1 })
        }
    }
}
