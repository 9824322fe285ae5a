import Configuration
import Testing

@testable import Serving

@Suite struct APIKeyFileTests {
    /// SHA-256 of "abc", an example of FIPS 180-4.
    private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let other = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private static func file(_ text: String) throws -> APIKeyFile {
        let text = text.replacing("DIGEST", with: digest).replacing("OTHER", with: other)
        return try APIKeyFile(ConfigurationFile(path: "k.json", bytes: Array(text.utf8)))
    }

    private static func entry(_ members: String) -> String {
        #"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": ["predict"], \#(members)}]}"#
    }

    @Test func allOfAKeyIsRead() throws {
        let keys = try Self.file(
            #"""
            {"$schema": "x", "keys": [
              {"name": "ci.build-1_x", "sha256": "DIGEST", "scopes": ["predict", "metrics"],
               "requests_per_second": 2.5, "burst": 10, "concurrency": 4},
              {"name": "b", "sha256": "OTHER", "scopes": ["admin"]}]}
            """#
        ).keys
        try #require(keys.count == 2)
        #expect(keys[0].name == "ci.build-1_x" && keys[0].digest == KeyDigest(of: "abc"))
        #expect(keys[0].scopes == [.predict, .metrics])
        #expect(keys[0].limits == APIKey.Limits(requestsPerSecond: 2.5, burst: 10, concurrency: 4))
        #expect(keys[1].scopes == [.admin] && keys[1].limits == APIKey.Limits())
        #expect(keys[1].digest == KeyDigest(of: ""))
    }

    @Test func digestsMayBeInUpperCase() throws {
        let file = try Self.file(
            #"{"keys": [{"name": "a", "sha256": "\#(Self.digest.uppercased())", "scopes": ["admin"]}]}"#)
        #expect(file.keys.first?.digest == KeyDigest(of: "abc"))
    }

    @Test func thereMayBeNoKeyAtAll() throws { #expect(try Self.file(#"{"keys": []}"#).keys.isEmpty) }

    @Test(arguments: [(0.5, 1), (1, 1), (2.5, 3), (100, 100)] as [(Double, Int)])
    func theBurstIsASecondUnlessGiven(rate: Double, burst: Int) throws {
        let file = try Self.file(Self.entry("\"requests_per_second\": \(rate)"))
        #expect(file.keys.first?.limits.burst == burst)
    }

    @Test(
        arguments: [
            ("[]", "expected one JSON object"),
            ("{}", #"there is no "keys""#),
            (#"{"key": []}"#, #"unknown key "key"; did you mean "keys"?"#),
            (#"{"keys": {}}"#, "keys: expected a list, not an object"),
            (#"{"keys": [1]}"#, "keys[0]: expected an object, not a number"),
            (entry(#""scope": []"#), #"keys[0]: unknown key "scope"; did you mean "scopes"?"#),
            (entry(#""requests_per_seconds": 1"#), #"did you mean "requests_per_second"?"#),
            (
                entry(#""requests_per_second": 0"#),
                "keys[0]: requests_per_second: expected a number from 0.001 to 1000000"
            ),
            (entry(#""burst": 2"#), #"keys[0]: burst: there is no "requests_per_second""#),
            (entry(#""concurrency": 0"#), "keys[0]: concurrency: expected a whole number from 1"),
            (#"{"keys": [{"sha256": "DIGEST", "scopes": ["admin"]}]}"#, #""name" is missing"#),
            (#"{"keys": [{"name": "a", "scopes": ["admin"]}]}"#, #""sha256" is missing"#),
            (#"{"keys": [{"name": "a", "sha256": "DIGEST"}]}"#, "scopes: expected a list of one or more of predict"),
            (#"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": []}]}"#, "expected a list of one or more"),
            (
                #"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": ["predicts"]}]}"#,
                #"there is no scope "predicts"; did you mean "predict"?"#
            ),
            (
                #"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": ["everything"]}]}"#,
                "there are predict, admin, metrics"
            ),
            (
                #"{"keys": [{"name": "a b", "sha256": "DIGEST", "scopes": ["admin"]}]}"#,
                "name: expected 1 to 64 letters"
            ),
            (#"{"keys": [{"name": "ä", "sha256": "DIGEST", "scopes": ["admin"]}]}"#, "name: expected 1 to 64 letters"),
            (
                #"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": ["admin"]}, {"name": "a", "sha256": "OTHER", "scopes": ["admin"]}]}"#,
                #"keys[1]: the name "a" is there twice"#
            ),
            (
                #"{"keys": [{"name": "a", "sha256": "DIGEST", "scopes": ["admin"]}, {"name": "b", "sha256": "DIGEST", "scopes": ["admin"]}]}"#,
                #"keys[1]: "b" and "a" are the same key"#
            ),
        ] as [(String, String)])
    func aFaultIsNamed(text: String, message: String) throws {
        let error = #expect(throws: ConfigurationError.self) { try Self.file(text) }
        let description = try #require(error?.description)
        #expect(description.hasPrefix("k.json") && description.contains(message), "\(description)")
    }

    /// Somebody may have put the key where its hash belongs: it must not end in a log.
    @Test(arguments: ["\"mantissa_SECRET\"", "[\"SECRET\"]", "{\"SECRET\": 1}"])
    func noMessageHoldsWhatStandsForTheHash(value: String) throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.file(#"{"keys": [{"name": "a", "sha256": \#(value), "scopes": ["admin"]}]}"#)
        }
        #expect(error?.description.contains("SECRET") == false)
    }
}
