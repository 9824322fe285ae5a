import JSON
import Testing

@testable import Serving

@Suite struct RequestOptionsTests {
    @Test(arguments: [
        ("1", 1), ("5", 5), ("007", 7), ("1000000000", 1_000_000_000), ("99999999999999999999999", Int.max),
    ])
    func wholeNumbersOfAQueryAreTaken(_ text: String, _ expected: Int) throws {
        #expect(try RequestOptions(["top_k": .text(text)]).topK == expected)
    }

    @Test(arguments: ["", "0", "00", "-1", "+1", "1.5", "1e3", "abc", " 5", "5 ", "0x5", "٥"])
    func anythingElseNamesTheOption(_ text: String) throws {
        let error = try #require(throws: ServingError.self) { try RequestOptions(["top_k": .text(text)]) }
        #expect(error.kind == .malformed)
        #expect(error.message.contains("top_k"))
    }

    @Test(arguments: [
        JSONValue.integer(0), .integer(-1), .number(1.5), .string("5"), .bool(true), .null, .array([]),
    ])
    func otherValuesOfJSONNameTheOption(_ value: JSONValue) {
        #expect(throws: ServingError.self) { try RequestOptions(["top_k": .json(value)]) }
    }

    @Test(arguments: ["-0.1", "1.1", "nan", "inf", "x", ""])
    func thresholdsAreFromZeroToOne(_ text: String) {
        #expect(throws: ServingError.self) { try RequestOptions(["threshold": .text(text)]) }
    }

    @Test func theSmallerTimeCounts() throws {
        #expect(try RequestOptions(["timeout_seconds": .text("3")], timeoutHeader: "2.5").timeoutSeconds == 2.5)
        #expect(try RequestOptions(["timeout_seconds": .text("1")], timeoutHeader: "2.5").timeoutSeconds == 1)
        #expect(throws: ServingError.self) { try RequestOptions([:], timeoutHeader: "soon") }
        #expect(throws: ServingError.self) { try RequestOptions([:], timeoutHeader: "0") }
    }
}
