import Configuration
import Foundation
import JSON
import Repository
import TestSupport
import Testing

@testable import Serving

@Suite struct ServingSettingsTests {
    private static let rewrites = ProcessInfo.processInfo.environment["MANTISSA_UPDATE_SETTINGS"] != nil

    /// Expects a text of the project to be what the table makes of it; writes it instead if asked to.
    private func expect(_ text: String, in path: String) throws {
        let url = PackageRoot.url.appendingPathComponent(path)
        if Self.rewrites { try text.write(to: url, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: url, encoding: .utf8) == text, "run scripts/update-settings.sh")
    }

    @Test func keysFlagsAndVariablesAreOnes() {
        let settings = ServingSettings.settings
        #expect(Set(settings.map(\.key)).count == settings.count)
        #expect(Set(settings.map(\.flag)).count == settings.count)
        #expect(settings.allSatisfy { $0.key.wholeMatch(of: #/[a-z]+(_[a-z]+)*/#) != nil })
        #expect(settings.allSatisfy { $0.flag?.wholeMatch(of: #/--[a-z]+(-[a-z]+)*/#) != nil })
        #expect(settings.allSatisfy { $0.help.hasSuffix(".") && !$0.help.dropLast().contains(". ") })
    }

    @Test func defaultsAreOfTheirType() {
        for setting in ServingSettings.settings {
            if setting.defaultValue.isNull {
                #expect(setting.defaultNote != nil, "\(setting.key)")
            } else {
                #expect(setting.type.value(setting.defaultValue) == setting.defaultValue, "\(setting.key)")
            }
        }
    }

    private func options(_ file: String) throws -> ServingOptions {
        ServingOptions(
            try EffectiveConfiguration(
                ServingSettings.settings, file: ConfigurationFile(path: "f.json", bytes: Array(file.utf8)),
                environment: [:], flags: [:]))
    }

    private func described(_ options: ServingOptions) -> [String: String] {
        let pairs = Mirror(reflecting: options).children.map { ($0.label ?? "", String(describing: $0.value)) }
        return [String: String](pairs) { $1 }
    }

    @Test func theDefaultsAreThoseOfTheOptions() throws {
        #expect(try described(options("{}")) == described(ServingOptions(modelsFolder: "")))
    }

    /// A value other than the default for each setting: each changes one property, and no two the same.
    @Test func everySettingHasAnOptionOfItsOwn() throws {
        let initial = try described(options("{}"))
        var changed: [String: String] = [:]
        for setting in ServingSettings.settings {
            // Whichever instruction set is the best here, one of the two is another.
            let values: [String] =
                switch setting.type {
                case .integer, .bytes: ["7"]
                case .seconds, .number: ["0.75"]
                case .boolean: [setting.defaultValue == .bool(true) ? "false" : "true"]
                case .text: ["\"word\""]
                case .list: ["[\"word\"]"]
                case .choice(let words): words.filter { .string($0) != setting.defaultValue }.map { "\"\($0)\"" }
                }
            let differences = try values.lazy.map { value in
                try described(options("{\"\(setting.key)\": \(value)}")).filter { initial[$0.key] != $0.value }
            }.first { !$0.isEmpty }
            let property = try #require(differences?.keys.first, "\(setting.key) changes nothing")
            #expect(differences?.count == 1, "\(setting.key)")
            #expect(changed[property] == nil, "\(setting.key) and \(changed[property] ?? "") change \(property)")
            changed[property] = setting.key
        }
    }

    @Test func whatModelsMayHaveOfTheirOwnIsTheSameForTheServer() throws {
        for own in ModelConfiguration.settings {
            let server = try #require(ServingSettings.settings.first { $0.key == own.key })
            #expect(server.type == own.type)
            #expect(server.help == own.help)
        }
        #expect(ModelConfiguration.taskKeys == ModelSettings.keys)
    }

    @Test func theSchemasAreThoseOfTheTable() throws {
        try expect(
            String(decoding: ServingSettings.schema.json(), as: UTF8.self), in: "docs/config.schema.json")
        try expect(
            String(decoding: ServingSettings.modelSchema.json(), as: UTF8.self), in: "docs/model-config.schema.json")
    }

    @Test func theDocumentedTableIsTheTable() throws {
        let path = "docs/operations.md"
        let text = try String(contentsOf: PackageRoot.url.appendingPathComponent(path), encoding: .utf8)
        let header = "| key | flag | default | what |\n| --- | --- | --- | --- |\n"
        let start = try #require(text.range(of: header))
        let rest = text[start.upperBound...]
        let end = rest.range(of: "\n\n")?.lowerBound ?? rest.endIndex
        let rows = ServingSettings.settings.map { setting in
            let argument = setting.type == .boolean ? "" : " \(setting.valueName.uppercased())"
            return
                "| `\(setting.key)` | `\(setting.flag ?? "")\(argument)` | \(setting.defaultText) | \(setting.help) |"
        }
        try expect(
            text.replacingCharacters(in: start.upperBound..<end, with: rows.joined(separator: "\n")), in: path)
    }
}
