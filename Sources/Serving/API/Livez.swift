import HTTPServer
import HTTPTypes

/// `GET /livez`: the process answers.
struct LivezEndpoint: Endpoint {
    private static let answer = PlainText.response(.ok, "alive\n")

    func handle(_ context: RouteContext) { context.respond(Self.answer) }
}

/// Short texts for probes.
enum PlainText {
    static func response(_ status: HTTPResponse.Status, _ text: String) -> ServerResponse {
        ServerResponse(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: Array(text.utf8))
    }
}
