import HTTPServer
import HTTPTypes

/// `GET /openapi.yaml`: the description of everything the server answers.
struct OpenAPIEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        context.respond(
            Self.content.response(
                to: context.request,
                headers: [.contentType: "application/yaml", .cacheControl: "max-age=300"]))
    }

    private static let content = StaticContent(OpenAPIDocument.text)
}
