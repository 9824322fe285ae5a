import HTTPServer
import HTTPTypes

extension ServerRequest {
    /// The request without its `Content-Encoding`. Its bytes are admitted as they come out.
    ///
    /// - Parameter byteLimit: of the body without its coding.
    /// - Throws: `ServingError` for another coding, damage, a bomb, or a server that holds enough already.
    func withoutCoding(_ ticket: Admission.Ticket, byteLimit: Int) throws(ServingError) -> ServerRequest {
        let plain: [UInt8]
        do throws(ContentCodingError) {
            guard let coding = try ContentCoding.applied(headers[.contentEncoding]) else { return self }
            plain = try coding.inflate(body, byteLimit: byteLimit)
        } catch {
            switch error {
            case .unsupported: throw ServingError(.unsupportedMediaType, error.message)
            case .damaged: throw ServingError(.malformed, error.message)
            case .bomb: throw ServingError(.tooLarge, error.message)
            case .tooLarge: throw ServingError(.tooLarge, "\(error.message): at most \(byteLimit) bytes are taken")
            }
        }
        try ticket.admit(bytes: plain.count)
        var request = self
        request.body = plain
        request.headers[.contentEncoding] = nil
        return request
    }
}
