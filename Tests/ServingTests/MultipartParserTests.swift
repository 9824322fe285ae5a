import TestSupport
import Testing

@testable import Serving

@Suite struct MultipartParserTests {
    private let form = """
        --b\r\nContent-Disposition: form-data; name="image"; filename="a;b.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\
        JPEG\r\n--\r\n-b\r\n\
        \r\n--b\r\ncontent-disposition: form-data; name=top_k\r\n\r\n3\r\n--b--\r\n
        """

    @Test func partsAreFound() throws {
        let body = Array(form.utf8)
        let parts = try MultipartParser.parts(of: body, boundary: "b")
        #expect(parts.map(\.name) == ["image", "top_k"])
        #expect(parts[0].contentType?.essence == "image/jpeg")
        // What looks like a boundary and is none stays content.
        #expect(String(decoding: body[parts[0].range], as: UTF8.self) == "JPEG\r\n--\r\n-b\r\n")
        #expect(String(decoding: body[parts[1].range], as: UTF8.self) == "3")
    }

    @Test func noTruncationTrapsOrPasses() {
        let body = Array(form.utf8)
        // The last CRLF is the only part that may be missing.
        for count in 0..<(body.count - 4) {
            #expect(throws: ServingError.self) {
                try MultipartParser.parts(of: Array(body.prefix(count)), boundary: "b")
            }
        }
    }

    @Test func mutationsNeverTrap() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<5000 {
            var body = Array(form.utf8)
            for _ in 0..<3 {
                body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? MultipartParser.parts(of: body, boundary: "b")
        }
    }

    @Test(arguments: ["", String(repeating: "b", count: 71)])
    func boundariesHaveALength(_ boundary: String) {
        #expect(throws: ServingError.self) { try MultipartParser.parts(of: [], boundary: boundary) }
    }
}
