import HTTPServer
import HTTPTypes

extension ServerResponse {
    /// A body of fewer bytes fits into one packet anyway.
    private static let codedByteCount = 1024

    /// Packs the body in the coding that the client prefers, if it is large enough and not packed yet.
    ///
    /// Nothing secret stands beside what a client chose in these bodies, so their length tells nothing (BREACH).
    func coded(for acceptEncoding: String?) -> ServerResponse {
        // What varies already was made by its endpoint.
        guard body.count >= Self.codedByteCount, headers[.vary]?.contains("Accept-Encoding") != true else {
            return self
        }
        var response = self
        response.headers[.vary] = [headers[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
        guard let coding = ContentCoding.preferred(acceptEncoding), let packed = coding.deflate(body),
            packed.count < body.count
        else { return response }
        response.headers[.contentEncoding] = coding.rawValue
        response.body = packed
        return response
    }
}
