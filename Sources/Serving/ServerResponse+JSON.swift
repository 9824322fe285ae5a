import HTTPServer
import HTTPTypes

extension ServerResponse {
    /// A document of JSON, which nobody may keep.
    static func json(_ body: [UInt8], status: HTTPResponse.Status = .ok) -> ServerResponse {
        ServerResponse(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"], body: body)
    }
}
