import HTTPTypes
import Testing

@testable import HTTPServer

struct ResponseWriterTests {
    private func lines(_ response: ServerResponse, keepsAlive: Bool = true, minorVersion: Int = 1) -> [String] {
        var writer = ResponseWriter()
        // The content is not asked for: this is the head alone.
        let head = writer.bytes(
            of: response, keepsAlive: keepsAlive, minorVersion: minorVersion, isHead: true
        ).head
        let text = String(decoding: head, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.split(separator: "\r\n").map(String.init).filter { !$0.hasPrefix("Date: ") }
    }

    @Test func writesStatusFieldsAndLength() {
        let response = ServerResponse(status: .ok, headers: [.contentType: "text/plain"], body: [1, 2, 3])
        #expect(lines(response) == ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 3"])
    }

    @Test(arguments: [0, 1, 9, 10, 4096, 4097, 100_000]) func putsContentBehindTheHead(_ count: Int) {
        var writer = ResponseWriter()
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let output = writer.bytes(
            of: ServerResponse(status: .ok, body: body), keepsAlive: true, minorVersion: 1)
        let all = output.head + output.content
        #expect(all.suffix(count).elementsEqual(body))
        #expect(String(decoding: all.dropLast(count), as: UTF8.self).hasSuffix("Content-Length: \(count)\r\n\r\n"))
        // Large content is not copied.
        #expect(output.content.isEmpty == (count <= 4096))
    }

    @Test(arguments: [0, 100, 1000, 50_000]) func hasRoomForLongFields(_ length: Int) {
        let value = String(repeating: "v", count: length)
        let response = ServerResponse(status: .ok, headers: [.contentType: value, .server: value], body: [1, 2, 3])
        let field = length > 0 ? " \(value)" : " "
        #expect(
            lines(response) == ["HTTP/1.1 200 OK", "Content-Type:\(field)", "Server:\(field)", "Content-Length: 3"])
    }

    @Test func framesTheMessageItself() {
        let response = ServerResponse(
            status: .ok,
            headers: [.contentLength: "99", .transferEncoding: "chunked", .connection: "upgrade", .date: "today"])
        #expect(lines(response) == ["HTTP/1.1 200 OK", "Content-Length: 0"])
    }

    @Test func saysWhatBecomesOfTheConnection() {
        let response = ServerResponse(status: .ok)
        #expect(lines(response, keepsAlive: false).last == "Connection: close")
        #expect(lines(response, minorVersion: 0).last == "Connection: keep-alive")
        #expect(lines(response, keepsAlive: false, minorVersion: 0).last == "Connection: close")
    }

    @Test func writesNoLengthWhereThereIsNoContent() {
        #expect(lines(ServerResponse(status: .noContent)) == ["HTTP/1.1 204 No Content"])
        #expect(lines(ServerResponse(status: .notModified)) == ["HTTP/1.1 304 Not Modified"])
    }

    @Test func fillsInReasonPhrases() {
        #expect(lines(ServerResponse(status: .init(code: 422))).first == "HTTP/1.1 422 Unprocessable Content")
        #expect(lines(ServerResponse(status: .init(code: 299))).first == "HTTP/1.1 299 ")
        #expect(lines(ServerResponse(status: .init(code: 200, reasonPhrase: "Fine"))).first == "HTTP/1.1 200 Fine")
    }

    @Test func cannotBeSplitByAValue() {
        let name = HTTPField.Name("X")
        var headers = HTTPFields()
        if let name { headers.append(HTTPField(name: name, value: "a\r\nSet-Cookie: b")) }
        #expect(lines(ServerResponse(status: .ok, headers: headers)).count == 3)
    }

    @Test func writesDates() {
        var date = DateField()
        #expect(String(decoding: date.at(second: 784_111_777), as: UTF8.self) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(String(decoding: date.at(second: 0), as: UTF8.self) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
