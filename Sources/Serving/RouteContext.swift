import Checkpoint
import HTTPServer
import HTTPTypes
import Repository

/// What an endpoint knows of a request: itself, and the parts of the path that its pattern names.
struct RouteContext: Sendable {
    let request: ServerRequest
    /// `{model}` and `{version}` of the pattern.
    let parameters: [String: String]
    let services: Services
    /// The pattern, for metrics: `/v1/models/{model}`.
    let pattern: String
    /// On `Clock`.
    let received: UInt64
    let respond: @Sendable (ServerResponse) -> Void
    /// Tells metrics which model was asked.
    let note: @Sendable (ReadyModel) -> Void

    func fail(_ error: ServingError) { respond(ProblemDetails.response(error)) }
}

/// One thing that can be asked.
protocol Endpoint: Sendable {
    /// Called on an event loop: must not block or compute.
    func handle(_ context: RouteContext)
}
