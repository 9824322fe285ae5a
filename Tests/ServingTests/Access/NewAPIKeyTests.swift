import Configuration
import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite struct NewAPIKeyTests {
    @Test func aKeyIsLongAndItsEntryHasItsHash() throws {
        let keys = try (0..<20).map { _ in try NewAPIKey(name: "a", scopes: ["predict"]) }
        #expect(Set(keys.map(\.key)).count == 20)
        for new in keys {
            #expect(new.key.wholeMatch(of: #/mantissa_[0-9a-f]{64}/#) != nil)
            #expect(!new.json.contains(new.key.dropFirst("mantissa_".count)))
            let file = try APIKeyFile(ConfigurationFile(path: "f", bytes: Array("{\"keys\": [\(new.json)]}".utf8)))
            #expect(file.keys.map(\.digest) == [KeyDigest(of: new.key)])
        }
    }

    @Test func entriesAreAddedToAFile() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("keys.json")
        let first = try NewAPIKey(
            name: "first", scopes: ["predict", "metrics"], requestsPerSecond: 5, burst: 9, concurrency: 3)
        try first.add(toFile: url.path)
        let link = folder.file("link.json")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
        let second = try NewAPIKey(name: "second", scopes: ["admin"])
        try second.add(toFile: link.path)
        let keys = try APIKeyFile(path: url.path).keys
        #expect(keys.map(\.name) == ["first", "second"])
        #expect(keys.map(\.digest) == [KeyDigest(of: first.key), KeyDigest(of: second.key)])
        #expect(keys[0].limits == APIKey.Limits(requestsPerSecond: 5, burst: 9, concurrency: 3))
        // A name that is taken changes nothing.
        let before = try Data(contentsOf: url)
        #expect(throws: ConfigurationError.self) {
            try NewAPIKey(name: "first", scopes: ["admin"]).add(toFile: url.path)
        }
        #expect(try Data(contentsOf: url) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["keys.json", "link.json"])
    }

    @Test func whatTheFileWouldBeRefusedForIsNotMade() {
        #expect(throws: ConfigurationError.self) { try NewAPIKey(name: "a b", scopes: ["predict"]) }
        #expect(throws: ConfigurationError.self) { try NewAPIKey(name: "a", scopes: ["root"]) }
        #expect(throws: ConfigurationError.self) {
            try NewAPIKey(name: "a", scopes: ["admin"], requestsPerSecond: .nan)
        }
        #expect(throws: ConfigurationError.self) { try NewAPIKey(name: "a", scopes: ["admin"], burst: 2) }
    }
}
