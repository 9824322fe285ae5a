import Glibc
import HTTPServer
import HTTPTypes
import Logging

/// Mantissa's HTTP server without anything behind it: what scripts/bench-http.py measures beside servers that only say how many
/// bytes came. The first argument is the port; it runs until it is killed.
@main
struct HTTPUpload {
    private struct Handler: RequestHandler {
        func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void) {
            let text = request.method == .post ? "\(request.body.count)\n" : "alive\n"
            respond(ServerResponse(status: .ok, headers: [.contentType: "text/plain"], body: Array(text.utf8)))
        }

        func failure(_ failure: HTTPFailure, pathSegments: [String]?) -> ServerResponse {
            ServerResponse(status: failure.status, body: Array(failure.message.utf8))
        }
    }

    static func main() throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let server = try HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: port), handler: Handler(),
            logger: Logger(label: "http-upload"))
        print(try server.start())
        while true { pause() }
    }
}
