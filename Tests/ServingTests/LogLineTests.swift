import Foundation
import Logging
import Synchronization
import Testing

@testable import Serving

@Suite struct LogLineTests {
    private let time = "2026-01-02T03:04:05.006Z"

    private func text(_ message: String, _ fields: Logger.Metadata = [:]) -> String {
        String(
            decoding: TextLogLine.bytes(time: time, level: .info, message: message, fields: fields), as: UTF8.self)
    }

    private func json(_ message: String, _ fields: Logger.Metadata = [:]) -> String {
        String(
            decoding: JSONLogLine.bytes(time: time, level: .warning, message: message, fields: fields), as: UTF8.self)
    }

    @Test func textHasItsFieldsInOrder() {
        #expect(
            text(
                "request", ["status": .stringConvertible(200), "route": "/v1/models/{model}", "model": "", "b": "a b"])
                == "\(time) info request b=\"a b\" model=\"\" route=/v1/models/{model} status=200\n")
    }

    @Test func jsonIsOneObjectWithTypedValues() {
        #expect(
            json(
                "a \"message\"",
                ["status": .stringConvertible(200), "x": .stringConvertible(0.5), "time": "mine", "list": ["a", "b"]])
                == #"{"time":"\#(time)","level":"warning","message":"a \"message\"","#
                + #""list":["a","b"],"status":200,"field_time":"mine","x":0.5}"# + "\n")
    }

    /// Characters with which a client might end a line, begin another, hide one or move the cursor.
    static let attacks = [
        "a\nb", "a\r\nb", "a\u{0}b", "a\u{1B}[2Jb", "a\u{7F}b", "a\u{85}b", "a\u{9B}31mb", "a\u{2028}b", "a\u{2029}b",
        "a\u{202E}b", "a\u{2066}b", "a\u{FEFF}b", "a\u{B}b",
    ]

    @Test(arguments: attacks) func noCharacterForgesALine(_ attack: String) throws {
        for line in [text(attack, ["k": "\(attack)"]), json(attack, ["k": "\(attack)"])] {
            #expect(line.hasSuffix("\n"))
            #expect(!line.dropLast().unicodeScalars.contains(where: LogText.isHarmful), "\(line.debugDescription)")
        }
        let object = try JSONSerialization.jsonObject(with: Data(json(attack, ["k": "\(attack)"]).utf8))
        let fields = try #require(object as? [String: Any])
        #expect((fields["k"] as? String)?.unicodeScalars.elementsEqual(attack.unicodeScalars) == true)
    }

    @Test(arguments: ["a status=500", "a\" status=\"500", "a\\", "=", "a=b", "é"])
    func noValueForgesAField(_ attack: String) {
        let line = text("request", ["k": "\(attack)", "status": .stringConvertible(200)])
        #expect(line.hasPrefix("\(time) info request k=\""))
        let escaped = attack.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        #expect(line == "\(time) info request k=\"\(escaped)\" status=200\n")
    }

    @Test func timesAreRFC3339() {
        #expect(LogTime.text(seconds: 0, nanoseconds: 0) == "1970-01-01T00:00:00.000Z")
        #expect(LogTime.text(seconds: 1_709_210_096, nanoseconds: 7_999_999) == "2024-02-29T12:34:56.007Z")
    }

    @Test func theHandlerMergesMetadataAndMindsTheLevel() throws {
        final class Lines: Sendable {
            let list = Mutex<[String]>([])
            @Sendable func write(_ line: [UInt8]) { list.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
        let lines = Lines()
        var logger = Logger(label: "test") { _ in LineLogHandler(.json, level: .notice, write: lines.write) }
        logger[metadataKey: "a"] = "logger"
        logger[metadataKey: "b"] = "logger"
        logger.info("not this")
        logger.error("this", metadata: ["b": "own"])
        let list = lines.list.withLock { $0 }
        #expect(list.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data((list.first ?? "").utf8)) as? [String: String]
        #expect(object?["a"] == "logger" && object?["b"] == "own")
        #expect(object?["level"] == "error" && object?["message"] == "this")
    }
}
