import Testing

@testable import Telemetry

@Suite struct TraceParentTests {
    static let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func readsItsParts() throws {
        let parent = try #require(TraceParent(Self.valid))
        #expect(parent.traceID.description == "0af7651916cd43dd8448eb211c80319c")
        #expect(parent.spanID.description == "b7ad6b7169203331")
        #expect(parent.isSampled)
        #expect(parent.description == Self.valid)
    }

    /// Only the lowest bit of the flags has a meaning.
    @Test(arguments: [("00", false), ("01", true), ("02", false), ("03", true), ("ff", true), ("fe", false)])
    func readsTheSampledFlag(_ flags: String, _ isSampled: Bool) {
        #expect(TraceParent(Self.valid.dropLast(2) + flags)?.isSampled == isSampled)
    }

    @Test(arguments: ["01", "a0", "fe"]) func readsHigherVersions(_ version: String) {
        let value = version + Self.valid.dropFirst(2)
        #expect(TraceParent(value) == TraceParent(Self.valid))
        #expect(TraceParent(value + "-") == TraceParent(Self.valid))
        #expect(TraceParent(value + "-what-comes-later") == TraceParent(Self.valid))
        #expect(TraceParent(value + "0") == nil)
        #expect(TraceParent(value + ".later") == nil)
    }

    @Test(arguments: [
        "", "00", "00-", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        // Version ff is forbidden, and version 00 has no more than four parts.
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        // Ids of zeros.
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        // Upper case, what is no digit, white space, other separators.
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-B7AD6B7169203331-01",
        "0A-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
        "+0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
        "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
        // Two headers, joined.
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        // As many bytes, fewer characters.
        "00-0af7651916cd43dd8448eb211c8031é-b7ad6b7169203331-01",
    ])
    func refuses(_ value: String) {
        #expect(TraceParent(value) == nil)
    }

    @Test func newIdsAreReadBack() {
        for _ in 0..<100 {
            let parent = TraceParent(traceID: .random(), spanID: .random(), isSampled: .random())
            #expect(TraceParent(parent.description) == parent)
        }
    }
}
