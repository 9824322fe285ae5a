import Configuration
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
    private static let settings = [
        Setting("max_batch", .integer(1...4096), default: .integer(32), help: "Images."),
        Setting("host", .text, default: .string("127.0.0.1"), help: "Address."),
        Setting("endpoint", .text, isNullable: true, help: "URL."),
        Setting("token", .text, isNullable: true, isSecret: true, help: "Secret."),
    ]

    private func error(_ text: String) throws -> ConfigurationError {
        try #require(throws: ConfigurationError.self) {
            _ = try ConfigurationFile(path: "f.json", bytes: Array(text.utf8)).values(
                of: Self.settings, besides: ["labels"])
        }
    }

    @Test func valuesAreReadByKey() throws {
        let text = #"{"$schema": "x", "host": "::", "endpoint": null, "labels": {"a": 1}, "max_batch": 8}"#
        let values = try ConfigurationFile(path: "f.json", bytes: Array(text.utf8)).values(
            of: Self.settings, besides: ["labels"])
        #expect(values == ["host": .string("::"), "endpoint": .null, "max_batch": .integer(8)])
    }

    @Test(
        arguments: [
            (
                #"{"max_batch": "many"}"#, ConfigurationError.Kind.badValue, "max_batch",
                "f.json: max_batch: expected a whole number from 1 to 4096, not \"many\""
            ),
            (
                #"{"max_batch": 5000}"#, .badValue, "max_batch",
                "f.json: max_batch: expected a whole number from 1 to 4096, not 5000"
            ),
            (
                #"{"max_batch": null}"#, .badValue, "max_batch",
                "f.json: max_batch: expected a whole number from 1 to 4096, not null"
            ),
            (
                #"{"endpoint": 1}"#, .badValue, "endpoint",
                "f.json: endpoint: expected a text that is not empty or null, not 1"
            ),
            (
                #"{"token": 123456}"#, .badValue, "token",
                "f.json: token: expected a text that is not empty or null, not a number"
            ),
            (#"{"host": ["a"]}"#, .badValue, "host", "f.json: host: expected a text that is not empty, not an array"),
            (
                #"{"max_bach": 8}"#, .unknownKey, "max_bach",
                #"f.json: unknown key "max_bach"; did you mean "max_batch"?"#
            ),
            (
                #"{"maxBatch": 8}"#, .unknownKey, "maxBatch",
                #"f.json: unknown key "maxBatch"; did you mean "max_batch"?"#
            ),
            (#"{"lables": 8}"#, .unknownKey, "lables", #"f.json: unknown key "lables"; did you mean "labels"?"#),
            (
                #"{"colour": 8}"#, .unknownKey, "colour",
                #"f.json: unknown key "colour"; there are max_batch, host, endpoint, token, labels"#
            ),
            (
                "{\"host\": \"a\",\n \"host\": \"b\"}", .duplicateKey, "host",
                #"f.json: line 2, column 2: the key "host" is there twice; remove one of them"#
            ),
            (
                "{\"host\": \"a\",\n}", .syntax, nil,
                "f.json: line 2, column 1: not JSON: a member name in quotation marks is expected here"
            ),
            ("", .syntax, nil, "f.json: line 1, column 1: not JSON: the document ends where a value is expected"),
            ("[]", .syntax, nil, "f.json: expected one JSON object with a member for each setting, not an array"),
        ] as [(String, ConfigurationError.Kind, String?, String)])
    func faultsAreNamed(_ text: String, _ kind: ConfigurationError.Kind, _ key: String?, _ message: String) throws {
        let error = try error(text)
        #expect(error.kind == kind)
        #expect(error.key == key)
        #expect(error.description == message)
    }

    @Test func messagesAreOneLineOfBoundedLength() throws {
        let long = String(repeating: "a\\n", count: 1000)
        for text in ["{\"\(long)\": 1}", "{\"max_batch\": \"\(long)\"}"] {
            let message = try error(text).description
            #expect(!message.contains("\n"))
            #expect(message.count < 300, "\(message)")
        }
    }

    @Test func aSecretIsNotInTheMessage() throws {
        #expect(try !error(#"{"token": ["hunter2"]}"#).description.contains("hunter2"))
        #expect(try !error(#"{"token": 4711}"#).description.contains("4711"))
    }

    @Test func filesAreRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(#"{"host": "a"}"#, to: "f.json").path
        #expect(try ConfigurationFile(path: path).object["host"] == .string("a"))
        #expect(try ConfigurationFile.ifPresent(path: path)?.path == path)
    }

    @Test func whatCannotBeReadSaysWhy() throws {
        let folder = try TemporaryFolder()
        let absent = try #require(throws: ConfigurationError.self) {
            try ConfigurationFile(path: folder.path + "/no.json")
        }
        #expect(absent.description == "\(folder.path)/no.json: cannot be read: No such file or directory")
        #expect(throws: ConfigurationError.self) { try ConfigurationFile(path: folder.path) }
        #expect(throws: ConfigurationError.self) { try ConfigurationFile.ifPresent(path: folder.path) }
    }

    @Test func whatNeedNotBeThereMayBeAbsent() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        #expect(try ConfigurationFile.ifPresent(path: folder.path + "/no.json") == nil)
        #expect(try ConfigurationFile.ifPresent(path: folder.path + "/file/no.json") == nil)
    }

    @Test func aPipeInTheFolderIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/config.json"
        #expect(mkfifo(path, 0o600) == 0)
        let error = try #require(throws: ConfigurationError.self) { try ConfigurationFile.ifPresent(path: path) }
        #expect(error.kind == .unreadable)
    }
}
