import Configuration
import Foundation
import Serving
import TestSupport
import Testing

/// `mantissa serve --config` and `--print-config` of the real binary.
@Suite struct ServeConfigurationTests {
    private func printed(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> [String: [String: Any]] {
        let result = try MantissaBinary.run(["serve", "--print-config"] + arguments, environment: environment)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(json as? [String: [String: Any]])
    }

    /// What is said about wrong usage: status 2, and one line.
    private func refusal(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let result = try MantissaBinary.run(["serve"] + arguments, environment: environment)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines[1].isEmpty, "\(result.errors)")
        return result.errors
    }

    private func schema(_ name: String) throws -> JSONSchema {
        let data = try Data(contentsOf: PackageRoot.url.appendingPathComponent("docs/\(name)"))
        return JSONSchema(document: try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]))
    }

    @Test func flagsWinOverTheEnvironmentAndThatOverTheFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            #"{"models": "m", "port": 1, "host": "a", "body_limit": "1MiB", "log_requests": false}"#, to: "config.json")
        let environment = ["MANTISSA_CONFIG": file.path, "MANTISSA_PORT": "2", "MANTISSA_HOST": "b"]
        let settings = try printed(["--port", "3"], environment: environment)
        #expect(settings["port"]?["value"] as? Int == 3)
        #expect(settings["port"]?["source"] as? String == "flag")
        #expect(settings["host"]?["value"] as? String == "b")
        #expect(settings["host"]?["source"] as? String == "environment")
        #expect(settings["body_limit"]?["value"] as? Int == 1 << 20)
        #expect(settings["body_limit"]?["source"] as? String == "file")
        #expect(settings["log_requests"]?["value"] as? Bool == false)
        #expect(settings["max_batch"]?["source"] as? String == "default")
        // The flag's file, not the variable's.
        let other = try folder.write(#"{"host": "c"}"#, to: "other.json")
        let values = try printed(["--config", other.path], environment: ["MANTISSA_CONFIG": file.path])
        #expect(values["host"]?["value"] as? String == "c")
        #expect(values["models"]?["value"] is NSNull)
    }

    /// All flags at once: a flag that led nowhere would leave its setting a default.
    @Test func everySettingHasItsFlagAndVariable() throws {
        var arguments: [String] = []
        var environment: [String: String] = [:]
        for setting in ServingSettings.settings {
            let flag = try #require(setting.flag)
            let value =
                switch setting.type {
                case .integer, .bytes, .seconds, .number: "1"
                case .boolean: "true"
                case .text: "word"
                case .list: "*"
                case .choice(let words): words[0]
                }
            arguments += setting.type == .boolean ? [flag] : [flag, value]
            environment[setting.environmentName] = value
        }
        for (settings, source) in [
            (try printed(arguments), "flag"), (try printed([], environment: environment), "environment"),
        ] {
            #expect(settings.keys.sorted() == ServingSettings.settings.map(\.key).sorted())
            for (key, entry) in settings { #expect(entry["source"] as? String == source, "\(key)") }
        }
        #expect(try printed(["--no-log-requests"])["log_requests"]?["value"] as? Bool == false)
    }

    @Test func theHelpSaysWhatTheTableSays() throws {
        let help = try MantissaBinary.run(["serve", "--help"]).output.split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        for setting in ServingSettings.settings {
            #expect(help.contains("\(setting.help) (default: \(setting.defaultText))"), "\(setting.key)")
            #expect(help.contains(try #require(setting.flag)))
        }
    }

    @Test func whatHoldsFitsTheSchema() throws {
        let schema = try schema("config.schema.json")
        let defaults = try printed(["--models", "m"]).mapValues { $0["value"] as Any }
        #expect(schema.faults(defaults, schema.document) == [])
        let properties = try #require(schema.document["properties"] as? [String: [String: Any]])
        for (key, property) in properties {
            guard let value = property["default"] else { continue }
            #expect(schema.faults(value, property) == [], "\(key)")
        }
    }

    /// The schema and the server refuse the same.
    @Test(arguments: [
        #"{"max_batch": "many"}"#, #"{"max_batch": 0}"#, #"{"max_batch": 1.5}"#, #"{"max_bach": 8}"#, #"{"host": ""}"#,
        #"{"log_level": "loud"}"#, #"{"isa": "sse9"}"#, #"{"trace_sample_ratio": 1.1}"#, #"{"body_limit": "32 MiB"}"#,
        #"{"request_timeout_seconds": 0}"#, #"{"log_requests": "true"}"#, #"{"port": null}"#, #"{"models": 1}"#, "[]",
    ])
    func aBadFileIsRefused(_ text: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "config.json")
        let refusal = try refusal(["--models", "m", "--config", file.path])
        #expect(refusal.hasPrefix("mantissa: error: \(file.path): "))
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        if let key = (value as? [String: Any])?.keys.first { #expect(refusal.contains(key)) }
        // The checker of schemas here knows no minLength.
        if text != #"{"host": ""}"# {
            let schema = try schema("config.schema.json")
            #expect(schema.faults(value, schema.document) != [])
        }
    }

    @Test func aKeyThatIsThereTwiceIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(#"{"port": 1, "port": 2}"#, to: "config.json")
        #expect(
            try refusal(["--print-config", "--config", file.path])
                == "mantissa: error: \(file.path): line 1, column 13: the key \"port\" is there twice; remove one of them\n"
        )
    }

    @Test func otherPlacesAreNamedToo() throws {
        #expect(
            try refusal(["--max-batch", "0"]).hasPrefix("mantissa: error: --max-batch: expected a whole number from 1"))
        #expect(
            try refusal([], environment: ["MANTISSA_ISA": "sse9"])
                == "mantissa: error: MANTISSA_ISA: expected one of scalar, avx2, avx512, avx512vnni, neon or null, not \"sse9\"\n"
        )
        #expect(
            try refusal([], environment: ["MANTISSA_MAX_BACH": "8"])
                == "mantissa: error: MANTISSA_MAX_BACH: unknown variable; did you mean MANTISSA_MAX_BATCH?\n")
        #expect(
            try refusal(["--config", "/nonexistent/config.json"]).contains("/nonexistent/config.json: cannot be read"))
        #expect(try refusal([]).contains("no folder of models is given"))
    }

    /// x86 and Arm each lack an instruction set of the other.
    @Test func anInstructionSetOfAnotherMachineIsRefused() throws {
        #if arch(arm64)
            let name = "avx2"
        #else
            let name = "neon"
        #endif
        #expect(
            try refusal(["--isa", name]).hasPrefix("mantissa: error: --isa: this machine does not support \(name)"))
    }

    @Test func theServerDoesWhatTheFileSays() throws {
        let folder = try TemporaryFolder()
        let settings: [String: Any] = ["models": "elsewhere", "body_limit": "1KiB", "threads": 1]
        let file = folder.file("config.json")
        try JSONSerialization.data(withJSONObject: settings).write(to: file)
        let server = try ServerProcess(["--config", file.path])
        let response = try server.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(response.status == 413)
        #expect(server.terminate() == 0)
    }
}
