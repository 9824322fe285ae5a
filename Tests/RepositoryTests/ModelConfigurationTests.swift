import Configuration
import Foundation
import JSON
import Repository
import TestSupport
import Testing

@Suite struct ModelConfigurationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What is said of each version of the models that the folder holds.
    private func configurations() throws -> [String: ModelConfiguration] {
        let pairs = try RepositoryLayout(folder: folder.path).candidates.map { candidate in
            (
                "\(candidate.name)/\(candidate.version)",
                try ModelConfiguration(paths: candidate.configurationPaths(in: folder.path))
            )
        }
        return [String: ModelConfiguration](uniqueKeysWithValues: pairs)
    }

    @Test func aModelWithoutFileSaysNothing() throws {
        try folder.write("", to: "m/1/model.safetensors")
        #expect(try configurations() == ["m/1": ModelConfiguration()])
    }

    @Test func theVersionWinsKeyByKey() throws {
        try folder.write("", to: "m/1/model.safetensors")
        try folder.write("", to: "m/2/model.safetensors")
        let all = try folder.write(
            #"{"max_batch": 4, "queue_limit": 10, "temperature": 2, "labels": "labels.txt"}"#, to: "m/config.json"
        ).path
        let second = try folder.write(
            #"{"max_batch": 8, "max_delay_seconds": 0.5, "request_timeout_seconds": 2, "temperature": 3}"#,
            to: "m/2/config.json"
        ).path
        let found = try configurations()
        let first = try #require(found["m/1"])
        #expect(first.maximumBatch == 4)
        #expect(first.maximumDelaySeconds == nil)
        #expect(first.taskSettings.keys == ["temperature", "labels"])
        #expect(first.files == ["max_batch": all, "queue_limit": all, "temperature": all, "labels": all])
        let other = try #require(found["m/2"])
        #expect(other.maximumBatch == 8)
        #expect(other.maximumDelaySeconds == 0.5)
        #expect(other.queueLimit == 10)
        #expect(other.requestTimeoutSeconds == 2)
        #expect(other.taskSettings["temperature"] == .integer(3))
        #expect(other.taskSettings["labels"] == .string("labels.txt"))
        #expect(other.files["labels"] == all)
        #expect(other.files["temperature"] == second)
    }

    @Test func aFlatModelHasAFileOfItsName() throws {
        try folder.write("", to: "m.safetensors")
        try folder.write("", to: "model.safetensors")
        try folder.write(#"{"max_batch": 4}"#, to: "m.json")
        try folder.write(#"{"max_batch": 5}"#, to: "model.json")
        try folder.write(#"{"max_batch": 6}"#, to: "config.json")
        #expect(try configurations().mapValues(\.maximumBatch) == ["m/1": 4, "model/1": 5])
    }

    @Test(arguments: [
        (#"{"max_batch": 0}"#, ": max_batch: expected a whole number from 1 to 4096, not 0"),
        (#"{"queue_limit": "3"}"#, ": queue_limit: expected a whole number"),
        (#"{"request_timeout_seconds": 0}"#, ": request_timeout_seconds: expected a number of seconds above 0"),
        (#"{"max_delay_seconds": -1}"#, ": max_delay_seconds: expected"),
        (#"{"temprature": 1}"#, #": unknown key "temprature"; did you mean "temperature"?"#),
        (#"{"port": 1}"#, #": unknown key "port""#),
        (#"{"labels": [], "labels": []}"#, #"the key "labels" is there twice"#),
        ("{", "not JSON"),
    ])
    func aBrokenFileIsNamed(_ text: String, _ mentions: String) throws {
        try folder.write("", to: "m/1/model.safetensors")
        let path = try folder.write(text, to: "m/1/config.json").path
        let error = try #require(throws: ConfigurationError.self) { try configurations() }
        #expect(error.description.hasPrefix(path))
        #expect(error.description.contains(mentions), "\(error)")
    }
}
