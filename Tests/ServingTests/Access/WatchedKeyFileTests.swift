import Configuration
import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite struct WatchedKeyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) -> String {
        #"{"keys": [{"name": "\#(name)", "sha256": "\#(KeyDigest(of: name).hexadecimal)", "scopes": ["predict"]}]}"#
    }

    @Test func aChangeIsToldOnce() throws {
        let url = try folder.write(text("a"), to: "keys.json")
        var file = WatchedKeyFile(path: url.path)
        #expect(try file.keys.keys.map(\.name) == ["a"])
        #expect(file.change() == nil)
        // Of the same size, and perhaps within the same tick of the file system's clock.
        try folder.write(text("b"), to: "keys.json")
        #expect(try file.change()?.get().keys.map(\.name) == ["b"])
        #expect(file.change() == nil)
        try folder.write(text("b") + "\n", to: "keys.json")
        #expect(file.change() == nil)
    }

    @Test func aBrokenFileIsToldOnceToo() throws {
        let url = try folder.write(text("a"), to: "keys.json")
        var file = WatchedKeyFile(path: url.path)
        for broken in ["{", "", #"{"keys": 1}"#] {
            try folder.write(broken, to: "keys.json")
            guard case .failure = file.change() else {
                Issue.record("\(broken) is taken")
                continue
            }
            #expect(file.change() == nil)
        }
        try FileManager.default.removeItem(at: url)
        guard case .failure(let error) = file.change() else {
            Issue.record("a file that is not there is taken")
            return
        }
        #expect(error.description.contains("does not exist"))
        try folder.write(text("a"), to: "keys.json")
        #expect(try file.change()?.get().keys.map(\.name) == ["a"])
    }
}
