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

    private static func json(_ text: String) throws -> RequestOptions.Source {
        .json(try JSONParser.parse(Array(text.utf8)))
    }

    @Test func classesComeInEveryForm() throws {
        let expected: [ClassName] = [.text("tabby"), .text("281"), .text("tiger cat")]
        #expect(try RequestOptions(["classes": .text("tabby,281, tiger cat ")]).classes == expected)
        let list = #"["cat, small", 281]"#
        let listed: [ClassName] = [.text("cat, small"), .index(281)]
        #expect(try RequestOptions(["classes": .text(list)]).classes == listed)
        #expect(try RequestOptions(["classes": Self.json(list)]).classes == listed)
        #expect(try RequestOptions(["classes": Self.json("[1, 2]")]).classes == [.index(1), .index(2)])
    }

    @Test func thresholdsComeAsAnObject() throws {
        let expected = [
            ClassThreshold(name: .text("tabby"), least: 0.25), ClassThreshold(name: .text("3"), least: 1),
        ]
        let text = #"{"tabby": 0.25, "3": 1}"#
        #expect(try RequestOptions(["thresholds": .text(text)]).thresholds == expected)
        #expect(try RequestOptions(["thresholds": Self.json(text)]).thresholds == expected)
    }

    @Test func flagsAndNumbersComeInEveryForm() throws {
        for source in [RequestOptions.Source.text("true"), .json(.bool(true))] {
            let options = try RequestOptions(["logits": source, "flip": source])
            #expect(options.logits && options.flip)
        }
        #expect(try RequestOptions(["flip": .text("false")]).flip == false)
        #expect(try RequestOptions(["temperature": .text("0.5")]).temperature == 0.5)
        #expect(try RequestOptions(["temperature": .json(.integer(2))]).temperature == 2)
        #expect(try RequestOptions(["encoding_format": .text("ubinary")]).encoding == .unsignedBinary)
        #expect(try RequestOptions(["flip": .text("false"), "top_k": .text("1")]).given == [.flip, .topK])
    }

    @Test(arguments: [
        ("classes", ""), ("classes", "a,,b"), ("classes", "[]"), ("classes", "[1.5]"), ("classes", "[null]"),
        ("classes", "[1"), ("thresholds", "0.5"), ("thresholds", "[0.5]"), ("thresholds", #"{"a": 2}"#),
        ("thresholds", #"{"a": "x"}"#), ("thresholds", #"{"a": 0.1, "a": 0.2}"#), ("temperature", "0"),
        ("temperature", "-1"), ("temperature", "nan"), ("temperature", "1e-300"), ("temperature", "1e300"),
        ("logits", "yes"), ("logits", "1"), ("flip", ""), ("flip", "TRUE"), ("encoding_format", "hex"),
        ("dimensions", "0"),
    ])
    func anotherValueIsRefused(_ name: String, _ text: String) throws {
        let error = try #require(throws: ServingError.self) { try RequestOptions([name: .text(text)]) }
        #expect(error.kind == .malformed)
        #expect(error.message.contains("threshold") || error.message.contains(name), "\(error.message)")
    }

    @Test(arguments: ["classes", "thresholds", "temperature", "logits", "flip", "encoding_format", "dimensions"])
    func anotherKindOfJSONIsRefused(_ name: String) throws {
        for text in [#""x""#, "-1", "[]", "[[1]]"] {
            #expect(throws: ServingError.self) { try RequestOptions([name: Self.json(text)]) }
        }
    }
}
