import HTTPServer
import HTTPTypes

/// `GET /livez`: the process answers.
struct LivezEndpoint: Endpoint {
    func handle(_ context: RouteContext) { context.respond(PlainText.response(.ok, "alive\n")) }
}

/// Short texts for probes.
enum PlainText {
    static func response(_ status: HTTPResponse.Status, _ text: String) -> ServerResponse {
        ServerResponse(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: Array(text.utf8))
    }
}
