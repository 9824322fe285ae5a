import Testing

@testable import HTTPServer

struct RequestTargetTests {
    static let cases: [(raw: String, path: String, segments: [String], query: [String])] = [
        ("/", "/", [], []),
        ("/v1/models", "/v1/models", ["v1", "models"], []),
        ("/v1/models/", "/v1/models/", ["v1", "models", ""], []),
        ("//a", "//a", ["", "a"], []),
        ("/a%2Fb/c", "/a/b/c", ["a/b", "c"], []),
        ("/caf%C3%A9", "/café", ["café"], []),
        ("/a+b", "/a+b", ["a+b"], []),
        ("/../a", "/../a", ["..", "a"], []),
        ("/?", "/", [], []),
        ("/?a=b&c=&d&&=e&a=f", "/", [], ["a:b", "c:", "d:", ":e", "a:f"]),
        ("/?a+b=c%20d%2B+e", "/", [], ["a b:c d+ e"]),
        ("/?a=b=c?d", "/", [], ["a:b=c?d"]),
        ("/a%3Fb?c", "/a?b", ["a?b"], ["c:"]),
        ("http://x", "/", [], []),
        ("http://x?a=b", "/", [], ["a:b"]),
        ("https://[::1]:8443/a/b?c=d", "/a/b", ["a", "b"], ["c:d"]),
    ]

    @Test(arguments: cases.indices) func takesApart(_ index: Int) throws {
        let expected = Self.cases[index]
        let target = try Array(expected.raw.utf8).withUnsafeBufferPointer { try RequestTarget($0, isOptions: false) }
        #expect(target.raw == expected.raw)
        #expect(target.path == expected.path)
        #expect(target.segments == expected.segments)
        #expect(target.query.map { "\($0.name):\($0.value)" } == expected.query)
    }
}
