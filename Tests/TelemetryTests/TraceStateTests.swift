import Testing

@testable import Telemetry

@Suite struct TraceStateTests {
    @Test(arguments: [
        ("a=1", "a=1"), ("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"),
        // White space around members goes, within values it stays; empty members are passed over.
        ("a=1 , \tb=2", "a=1,b=2"), ("a=1 2", "a=1 2"), (",a=1,,b=2,", "a=1,b=2"), ("a= 1", "a= 1"),
        ("fw529a3039@dt=FfAAAAAA_-*/:;", "fw529a3039@dt=FfAAAAAA_-*/:;"), ("0t@s=v", "0t@s=v"),
        ("a_-*/9=v", "a_-*/9=v"),
        ("a=!~", "a=!~"),
    ])
    func reads(_ value: String, _ text: String) {
        #expect(TraceState(value)?.description == text)
    }

    @Test(arguments: [
        "", ",", " ", "a", "a=", "=1", "a =1", "A=1", "0a=1", "a@=1", "@a=1", "a@0=1", "a@b@c=1", "a=1=2", "a=é", "é=1",
        "a=\u{7F}", "a=1,a=2", "a=1,B=2", "a.b=1",
    ])
    func refuses(_ value: String) {
        #expect(TraceState(value) == nil)
    }

    @Test func limitsAreThoseOfTheRecommendation() {
        let letters = String(repeating: "a", count: 300)
        #expect(TraceState("\(letters.prefix(256))=1") != nil)
        #expect(TraceState("\(letters.prefix(257))=1") == nil)
        #expect(TraceState("\(letters.prefix(241))@\(letters.prefix(14))=1") != nil)
        #expect(TraceState("\(letters.prefix(242))@a=1") == nil)
        #expect(TraceState("a@\(letters.prefix(15))=1") == nil)
        #expect(TraceState("a=\(letters.prefix(256))") != nil)
        #expect(TraceState("a=\(letters.prefix(257))") == nil)
        func list(_ count: Int) -> String { (0..<count).map { "k\($0)=v" }.joined(separator: ",") }
        #expect(TraceState(list(32))?.members.count == 32)
        #expect(TraceState(list(33)) == nil)
    }

    @Test func longListsLoseLongMembersFirst() throws {
        let long = String(repeating: "v", count: 200)
        let state = try #require(TraceState("a=1,b=\(long),c=\(long),d=\(long),e=5"))
        #expect(state.members.map(\.key) == ["a", "b", "c", "e"])
        #expect(state.description.utf8.count <= TraceState.lengthLimit)
        let shorter = String(repeating: "v", count: 98)
        let many = try #require(TraceState((0..<8).map { "k\($0)=\(shorter)" }.joined(separator: ",")))
        // Five of 101 characters and four commas are 509.
        #expect(many.members.map(\.key) == ["k0", "k1", "k2", "k3", "k4"])
    }
}
