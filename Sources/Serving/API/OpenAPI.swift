import HTTPServer
import HTTPTypes

/// `GET /openapi.yaml`: the description of everything the server answers.
struct OpenAPIEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        context.respond(
            ServerResponse(
                status: .ok, headers: [.contentType: "application/yaml", .cacheControl: "max-age=300"],
                body: Array(OpenAPIDocument.text.utf8)))
    }
}
