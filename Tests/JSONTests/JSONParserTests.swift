import Foundation
import JSON
import TestSupport
import Testing

struct JSONParserTests {
    private func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8), limits: limits)
    }

    private func kind(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONError.Kind? {
        do throws(JSONError) {
            _ = try JSONParser.parse(bytes, limits: limits)
            return nil
        } catch { return error.kind }
    }

    static let values: [(text: String, value: JSONValue)] = [
        ("null", .null), (" true ", .bool(true)), ("\t\r\nfalse\n", .bool(false)),
        ("0", .integer(0)), ("-1", .integer(-1)), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9223372036854775808)),
        ("-0", .number(-0.0)), ("1.5", .number(1.5)), ("1e2", .number(100)), ("1E+2", .number(100)),
        ("25e-1", .number(2.5)), ("0.1", .number(0.1)), ("1e-400", .number(0)),
        ("5e-324", .number(.leastNonzeroMagnitude)), ("0e999999999999999999999", .number(0)),
        ("\"\"", .string("")), ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("a\"\\/\u{8}\u{C}\n\r\t")),
        ("\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\\u0000\"", .string("Aé€😀\0")),
        ("\"é€😀\u{7F}\"", .string("é€😀\u{7F}")),
        ("[]", .array([])), ("[ 1 , 2.5 ]", .numbers([1, 2.5])), ("[[1],[]]", .array([.numbers([1]), .array([])])),
        ("[1,\"a\"]", .array([.integer(1), .string("a")])), ("[null,1]", .array([.null, .integer(1)])),
        ("[1,9007199254740993]", .array([.integer(1), .integer(9_007_199_254_740_993)])),
        ("[9007199254740992]", .numbers([9_007_199_254_740_992])),
        ("{}", .object(JSONObject(members: []))),
        (
            "{ \"b\" : 1 , \"a\" : { \"c\" : [ ] } }",
            .object(
                JSONObject(members: [
                    ("b", .integer(1)), ("a", .object(JSONObject(members: [("c", .array([]))]))),
                ]))
        ),
    ]

    @Test(arguments: values.indices) func reads(_ index: Int) throws {
        let value = try parse(Self.values[index].text)
        #expect(value == Self.values[index].value && value.elementCount == value.array?.count)
    }

    static let faults: [(text: String, kind: JSONError.Kind)] = [
        ("", .syntax), (" ", .syntax), ("nul", .syntax), ("nulL", .syntax), ("True", .syntax), ("1 2", .syntax),
        ("01", .syntax), ("-", .syntax), ("+1", .syntax), (".5", .syntax), ("1.", .syntax), ("1.e1", .syntax),
        ("1e", .syntax), ("1e+", .syntax), ("0x1", .syntax), ("NaN", .syntax), ("Infinity", .syntax),
        ("-Infinity", .syntax), ("1e400", .numberRange), ("-1e400", .numberRange), ("[1e309]", .numberRange),
        ("\"", .syntax), ("\"a", .syntax), ("\"\\", .syntax), ("\"\\x\"", .syntax), ("\"\\u12\"", .syntax),
        ("\"\\u12g4\"", .syntax), ("\"\n\"", .syntax), ("\"\0\"", .syntax), ("\"\t\"", .syntax), ("'a'", .syntax),
        ("\"\\ud800\"", .encoding), ("\"\\udc00\"", .encoding), ("\"\\ud800\\u0041\"", .encoding),
        ("\"\\ud800x\"", .encoding), ("\"\\ud800\\n\"", .encoding),
        ("[", .syntax), ("[1", .syntax), ("[1,", .syntax), ("[1,]", .syntax), ("[,1]", .syntax), ("[1 2]", .syntax),
        ("]", .syntax), ("[}", .syntax),
        ("{", .syntax), ("{\"a\"", .syntax), ("{\"a\":", .syntax), ("{\"a\":1", .syntax), ("{\"a\":1,}", .syntax),
        ("{a:1}", .syntax), ("{\"a\" 1}", .syntax), ("{1:1}", .syntax), ("{\"a\":1 \"b\":2}", .syntax),
        ("{\"a\":1,\"a\":2}", .duplicateKey), ("{\"a\":1,\"\\u0061\":2}", .duplicateKey),
        ("// comment\n1", .syntax), ("1 /* */", .syntax), ("\u{FEFF}1", .syntax),
    ]

    @Test(arguments: faults.indices) func refuses(_ index: Int) {
        #expect(kind(Array(Self.faults[index].text.utf8)) == Self.faults[index].kind, "\(Self.faults[index].text)")
    }

    static let badUTF8: [[UInt8]] = [
        [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        [0xF0, 0x80, 0x80, 0xAF], [0xC3, 0x28],
    ]

    @Test(arguments: badUTF8) func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(kind([quote] + bytes + [quote]) == .encoding)
        #expect(kind(Array("\"\\n".utf8) + bytes + [quote]) == .encoding)
        #expect(kind(Array("\"0123456789".utf8) + bytes + Array("0123456789\"".utf8)) == .encoding)
    }

    @Test func findsSpecialBytesAtEveryPlaceOfAString() throws {
        for length in 0..<40 {
            for position in 0...length {
                let before = String(repeating: "é", count: position)
                let after = String(repeating: "~", count: length - position)
                #expect(try parse("\"\(before)\\n\(after)\"") == .string(before + "\n" + after))
                #expect(kind(Array("\"\(before)\u{1F}\(after)\"".utf8)) == .syntax)
                #expect(kind(Array("\"\(before)".utf8)) == .syntax)
            }
        }
    }

    @Test func findsDuplicatesAmongMany() {
        let members = (0..<1000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(kind(Array("{\(members)}".utf8)) == nil)
        for again in [0, 5, 11, 12, 500, 999] {
            #expect(kind(Array("{\(members),\"k\(again)\":0}".utf8)) == .duplicateKey)
        }
    }

    @Test func keepsToTheLimits() {
        var limits = JSONLimits()
        limits.depthLimit = 3
        #expect(kind(Array("[[[]]]".utf8), limits) == nil)
        #expect(kind(Array("[[[[]]]]".utf8), limits) == .limit)
        #expect(kind(Array("{\"a\":{\"a\":{\"a\":{}}}}".utf8), limits) == .limit)
        limits = JSONLimits()
        limits.valueLimit = 4
        #expect(kind(Array("[1,2,3]".utf8), limits) == nil)
        #expect(kind(Array("[1,2,3,4]".utf8), limits) == .limit)
        #expect(kind(Array("[1,2,\"\",4]".utf8), limits) == .limit)
        limits = JSONLimits()
        limits.byteLimit = 3
        #expect(kind(Array("123".utf8), limits) == nil)
        #expect(kind(Array("1234".utf8), limits) == .limit)
        #expect(kind([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) == .limit)
        #expect(kind([UInt8](repeating: UInt8(ascii: "9"), count: 5000)) == .limit)
    }

    /// 300,000 spellings against the standard library's conversion, which is correctly rounded.
    @Test func roundsNumbersCorrectly() throws {
        var generator = SeededGenerator(seed: 20_261)
        for _ in 0..<100_000 {
            let double = Double(bitPattern: UInt64.random(in: 0 ... .max, using: &generator))
            guard double.isFinite else { continue }
            guard case .numbers(let numbers) = try parse("[\(double)]") else {
                Issue.record("\(double) is not compact")
                return
            }
            #expect(numbers[0].bitPattern == double.bitPattern, "\(double)")
        }
        for _ in 0..<50_000 {
            let digits = Int.random(in: 1...25, using: &generator)
            var text = String(Int.random(in: 1...9, using: &generator))
            for _ in 1..<max(digits, 2) { text += String(Int.random(in: 0...9, using: &generator)) }
            let point = Int.random(in: 1..<text.count, using: &generator)
            text.insert(".", at: text.index(text.startIndex, offsetBy: point))
            text += "e\(Int.random(in: -30...30, using: &generator))"
            #expect(try parse(text).double == Double(text), "\(text)")
        }
    }

    /// Near a tie between two doubles, 128 bits of the power of ten may not decide.
    @Test func roundsTiesAndTheirNeighboursCorrectly() throws {
        var generator = SeededGenerator(seed: 20_262)
        for _ in 0..<20_000 {
            // The value half-way between two doubles, when it has at most 19 digits, and the next digits beside it.
            let odd = UInt64.random(in: 1 << 53..<1 << 54, using: &generator) | 1
            for mantissa in [odd - 1, odd, odd + 1, odd &* 8, odd &* 8 + 1, odd &* 8 - 1] {
                for power in [0, 1, 5, -1, -3, -17, -40, -41, 22, 23, 40, 41] {
                    let text = "\(mantissa)e\(power)"
                    #expect(try parse(text).double == Double(text), "\(text)")
                }
            }
        }
    }

    @Test func floatsReadBackFromTheirShortestDigits() throws {
        var generator = SeededGenerator(seed: 20_261)
        for _ in 0..<100_000 {
            let float = Float(bitPattern: UInt32.random(in: 0 ... .max, using: &generator))
            guard float.isFinite else { continue }
            var writer = JSONWriter()
            writer.value(float)
            let double = try JSONParser.parse(writer.finish()).double
            #expect(double.map { Float($0).bitPattern } == float.bitPattern, "\(float)")
        }
    }

    /// Random documents, intact and damaged: JSONSerialization may take more, and must agree where both read.
    @Test func agreesWithJSONSerialization() throws {
        var generator = SeededGenerator(seed: 20_261)
        for _ in 0..<3000 {
            var text = Array(Self.randomText(depth: 3, &generator).utf8)
            let isDamaged = Bool.random(using: &generator)
            if isDamaged {
                text[Int.random(in: 0..<text.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let theirs = try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            let ours = try? JSONParser.parse(text)
            let shown = String(decoding: text, as: UTF8.self)
            if !isDamaged { #expect(ours != nil, "\(shown)") }
            if let ours {
                #expect(theirs != nil, "\(shown)")
                var writer = JSONWriter()
                writer.value(ours)
                #expect(try JSONParser.parse(writer.finish()) == ours, "\(shown)")
            }
            if let ours, let theirs {
                #expect(Self.isEqual(ours, theirs), "\(shown)")
            }
        }
    }

    private static func randomText(depth: Int, _ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return "null"
        case 1: return Bool.random(using: &generator) ? "true" : "false"
        case 2: return String(Int.random(in: -100_000...100_000, using: &generator))
        case 3: return String(Double.random(in: -1e6...1e6, using: &generator))
        case 4: return "\"a\\u00e9\\n😀\(Int.random(in: 0...99, using: &generator))\""
        case 5:
            return "[\((0..<4).map { _ in String(Float.random(in: 0...1, using: &generator)) }.joined(separator: ","))]"
        case 6:
            return "[ \((0..<3).map { _ in randomText(depth: depth - 1, &generator) }.joined(separator: " , ")) ]"
        default:
            let members = (0..<3).map { "\"k\($0)\":" + randomText(depth: depth - 1, &generator) }
            return "{\(members.joined(separator: ","))}"
        }
    }

    private static func isEqual(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let bool): return (theirs as? Bool) == bool
        case .integer, .number:
            // NSDecimalNumber, which it makes of long numbers, does not round correctly.
            guard let theirs = (theirs as? NSNumber)?.doubleValue, let ours = ours.double else { return false }
            return abs(theirs - ours) <= 1e-15 * abs(ours)
        case .string(let string): return (theirs as? String) == string
        case .array, .numbers:
            guard let array = theirs as? [Any], let elements = ours.array else { return false }
            return array.count == elements.count && zip(elements, array).allSatisfy { isEqual($0, $1) }
        case .object(let object):
            guard let dictionary = theirs as? [String: Any], dictionary.count == object.members.count else {
                return false
            }
            return object.members.allSatisfy { member in
                dictionary[member.key].map { isEqual(member.value, $0) } ?? false
            }
        }
    }
}
