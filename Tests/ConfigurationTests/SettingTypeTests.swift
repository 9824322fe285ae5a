import Configuration
import JSON
import Testing

@Suite struct SettingTypeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var type: SettingType
        var json: String
        var value: JSONValue?

        init(_ type: SettingType, _ json: String, _ value: JSONValue?) {
            (self.type, self.json, self.value) = (type, json, value)
        }

        var testDescription: String { "\(type) \(json)" }
    }

    static let seconds = SettingType.seconds(NumberRange(above: 0, to: 10))
    static let ratio = SettingType.number(NumberRange(from: 0, to: 1))

    @Test(arguments: [
        Case(.integer(1...9), "1", .integer(1)), Case(.integer(1...9), "9.0", .integer(9)),
        Case(.integer(1...9), "0", nil), Case(.integer(1...9), "10", nil), Case(.integer(1...9), "1.5", nil),
        Case(.integer(1...9), "\"1\"", nil), Case(.integer(1...9), "true", nil), Case(.integer(1...9), "null", nil),
        Case(.integer(1...9), "[1]", nil), Case(.integer(1...9), "1e300", nil),
        Case(.bytes(1...2048), "2048", .integer(2048)), Case(.bytes(1...2048), "\"2KiB\"", .integer(2048)),
        Case(.bytes(1...2048), "\"3KiB\"", nil), Case(.bytes(1...2048), "\"2 KiB\"", nil),
        Case(.bytes(1...2048), "0", nil),
        Case(seconds, "10", .number(10)), Case(seconds, "0.001", .number(0.001)), Case(seconds, "0", nil),
        Case(seconds, "10.5", nil), Case(seconds, "\"1\"", nil), Case(seconds, "-1", nil),
        Case(ratio, "0", .number(0)), Case(ratio, "1", .number(1)), Case(ratio, "1.01", nil),
        Case(.boolean, "false", .bool(false)), Case(.boolean, "0", nil), Case(.boolean, "\"true\"", nil),
        Case(.text, "\"a\"", .string("a")), Case(.text, "\"\"", nil), Case(.text, "1", nil), Case(.text, "null", nil),
        Case(.choice(["a", "b"]), "\"b\"", .string("b")), Case(.choice(["a", "b"]), "\"B\"", nil),
        Case(.choice(["a", "b"]), "{}", nil),
        Case(.list, "[\"a\", \"b\"]", .array([.string("a"), .string("b")])), Case(.list, "[]", .array([])),
        Case(.list, "\"a, b\"", .array([.string("a"), .string("b")])), Case(.list, "\"a\"", .array([.string("a")])),
        Case(.list, "[\"a\", \"\"]", nil), Case(.list, "\"a,,b\"", nil), Case(.list, "\"\"", nil),
        Case(.list, "[1]", nil),
        Case(.list, "[\"a\", null]", nil), Case(.list, "{}", nil), Case(.list, "null", nil),
    ])
    func json(_ check: Case) throws {
        #expect(check.type.value(try JSONParser.parse(Array(check.json.utf8))) == check.value)
    }

    @Test(arguments: [
        Case(.integer(1...9), "7", .integer(7)), Case(.integer(1...9), "07", nil), Case(.integer(1...9), "+7", nil),
        Case(.integer(1...9), "0x7", nil), Case(.integer(1...9), "many", nil), Case(.integer(1...9), "\"7\"", nil),
        Case(.bytes(1...2048), "2KiB", .integer(2048)), Case(.bytes(1...2048), "2048", .integer(2048)),
        Case(.bytes(1...2048), "4096", nil),
        Case(seconds, "2.5", .number(2.5)), Case(seconds, "nan", nil), Case(seconds, "inf", nil),
        Case(seconds, "", nil),
        Case(seconds, "2s", nil), Case(.boolean, "true", .bool(true)), Case(.boolean, "1", .bool(true)),
        Case(.boolean, "0", .bool(false)), Case(.boolean, "yes", nil),
        Case(.text, "1", .string("1")), Case(.text, "", nil),
        Case(.choice(["a", "b"]), "B", .string("b")), Case(.choice(["a", "b"]), "c", nil),
        Case(.list, "*", .array([.string("*")])), Case(.list, "a , b", .array([.string("a"), .string("b")])),
        Case(.list, ",", nil), Case(.list, "", nil),
    ])
    func text(_ check: Case) { #expect(check.type.value(text: check.json) == check.value) }
}
