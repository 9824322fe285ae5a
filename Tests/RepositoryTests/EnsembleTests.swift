import JSON
import Testing

@testable import Repository

@Suite struct EnsembleTests {
    private func ensemble(_ text: String) throws -> Ensemble {
        try Ensemble(try #require(try JSONParser.parse(Array(text.utf8)).object))
    }

    @Test func membersAndWeightsAreRead() throws {
        let ensemble = try ensemble(#"{"members": ["a", "b/2", "b/10"], "weights": [2, 1, 1]}"#)
        #expect(ensemble.members.map(\.description) == ["a", "b/2", "b/10"])
        #expect(ensemble.members.map(\.version) == [nil, 2, 10])
        #expect(ensemble.weights == [0.5, 0.25, 0.25])
        #expect(try self.ensemble(#"{"members": ["a", "b"]}"#).weights == [0.5, 0.5])
        #expect(try self.ensemble(#"{"members": ["a", "b"], "weights": [0.1, 0.3]}"#).weights == [0.25, 0.75])
    }

    @Test(arguments: [
        (#"{}"#, "members"), (#"{"members": ["a"]}"#, "2 to 64"), (#"{"members": "a"}"#, "members"),
        (#"{"members": ["a", "a"]}"#, "twice"), (#"{"members": ["a", 1]}"#, "a number"),
        (#"{"members": ["a", "b/x"]}"#, "b/x"), (#"{"members": ["a", "b/+2"]}"#, "b/+2"),
        (#"{"members": ["a", "b/-1"]}"#, "b/-1"), (#"{"members": ["a", "b/02"]}"#, "b/02"),
        (#"{"members": ["a", "/2"]}"#, "/2"), (#"{"members": ["a", "b/1/2"]}"#, "b/1/2"),
        (#"{"members": ["a", ""]}"#, "\"\""), (#"{"member": ["a", "b"]}"#, "did you mean \"members\"?"),
        (#"{"members": ["a", "b"], "weights": [1]}"#, "2 numbers"),
        (#"{"members": ["a", "b"], "weights": [1, 0]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, -1]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, 1e300]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, 1, "x"]}"#, "weights"),
    ])
    func whatIsWrongIsNamed(_ text: String, _ mentions: String) throws {
        let error = try #require(throws: RepositoryError.self) { try ensemble(text) }
        #expect(error.message.contains(mentions), "\(error.message)")
    }

    /// `printf 'sha256:aa 3f000000\nsha256:bb 3f000000\n' | sha256sum`
    @Test func theIdentityIsThatOfCheckpointsAndWeightsInOrder() throws {
        let pair = try ensemble(#"{"members": ["a", "b"]}"#)
        let identity = pair.identity(of: ["sha256:aa", "sha256:bb"])
        #expect(identity == "sha256:1dc257b8f60a24d8884b8c621eb977adc11d6a259e9ac972b78c01c58b96ab28")
        #expect(pair.identity(of: ["sha256:bb", "sha256:aa"]) != identity)
        let weighted = try ensemble(#"{"members": ["a", "b"], "weights": [2, 1]}"#)
        #expect(weighted.identity(of: ["sha256:aa", "sha256:bb"]) != identity)
        // Another way to say the same.
        let even = try ensemble(#"{"members": ["x", "y"], "weights": [7, 7]}"#)
        #expect(even.identity(of: ["sha256:aa", "sha256:bb"]) == identity)
    }
}
