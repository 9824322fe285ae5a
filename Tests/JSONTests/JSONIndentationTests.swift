import JSON
import Testing

@Suite struct JSONIndentationTests {
    private func indented(_ text: String, depth: Int) -> String {
        String(decoding: JSONIndentation.indented(Array(text.utf8), depth: depth), as: UTF8.self)
    }

    private static let document = #"{"a":[1,{"b":"x,:{\"]\\"}],"c":{},"d":[]}"#

    @Test(arguments: [
        (0, "{\"a\": [1, {\"b\": \"x,:{\\\"]\\\\\"}], \"c\": {}, \"d\": []}\n"),
        (1, "{\n  \"a\": [1, {\"b\": \"x,:{\\\"]\\\\\"}],\n  \"c\": {},\n  \"d\": []\n}\n"),
        (2, "{\n  \"a\": [\n    1,\n    {\"b\": \"x,:{\\\"]\\\\\"}\n  ],\n  \"c\": {},\n  \"d\": []\n}\n"),
    ])
    func levelsHaveLines(_ depth: Int, _ expected: String) {
        #expect(indented(Self.document, depth: depth) == expected)
    }

    @Test(arguments: 0..<5) func theDocumentIsTheSame(_ depth: Int) throws {
        let text = indented(Self.document, depth: depth)
        #expect(try JSONParser.parse(Array(text.utf8)) == JSONParser.parse(Array(Self.document.utf8)))
    }
}
