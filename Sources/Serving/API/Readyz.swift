import HTTPServer
import HTTPTypes

/// `GET /readyz`: models are loaded and warm, and the server is not draining.
struct ReadyzEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        switch context.services.currentPhase {
        case .ready: context.respond(PlainText.response(.ok, "ready\n"))
        case .starting: context.fail(ServingError(.unavailable, "the models are loading"))
        case .draining: context.fail(ServingError(.unavailable, "the server is draining"))
        }
    }
}
