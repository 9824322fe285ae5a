import HTTPServer
import HTTPTypes

/// A document that is the same as long as the process runs, packed once for those who take it packed.
struct StaticContent: Sendable {
    private let bytes: [UInt8]
    private let packed: [ContentCoding: [UInt8]]

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        packed = Dictionary(
            uniqueKeysWithValues: ContentCoding.allCases.compactMap { coding in
                coding.deflate(bytes, level: 9).map { (coding, $0) }
            })
    }

    /// - Parameter headers: of the answer, but for those that the coding needs.
    func response(to request: ServerRequest, headers: HTTPFields) -> ServerResponse {
        var response = ServerResponse(status: .ok, headers: headers, body: bytes)
        response.headers[.vary] = "Accept-Encoding"
        if let coding = ContentCoding.preferred(request.headers[.acceptEncoding]), let body = packed[coding] {
            response.headers[.contentEncoding] = coding.rawValue
            response.body = body
        }
        return response
    }
}
