import HTTPServer
import HTTPTypes
import Logging
import Repository
import Synchronization

/// Stands behind the HTTP server: routes requests, words refusals, counts and logs answers.
struct Application: RequestHandler {
    let services: Services
    let logger: Logger

    func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void) {
        let received = Clock.now()
        let asked = AskedModel()
        let match = Router.match(request.method, request.path == "/" ? [] : request.pathSegments)
        let pattern =
            switch match {
            case .found(let route, _): route.pattern
            case .methodNotAllowed(let route, _): route.pattern
            // A raw path would make a label of unbounded values.
            case .notFound: "unmatched"
            }
        let answer: @Sendable (ServerResponse) -> Void = { response in
            let nanoseconds = Clock.now() - received
            services.metrics.count(
                route: pattern, model: asked.name, status: response.status.code, seconds: Double(nanoseconds) / 1e9)
            if services.options.logsRequests {
                logger.info(
                    "request",
                    metadata: [
                        "method": "\(request.method.rawValue)", "route": "\(pattern)", "model": "\(asked.name)",
                        "status": "\(response.status.code)", "bytes_in": "\(request.body.count)",
                        "bytes_out": "\(response.body.count)", "microseconds": "\(nanoseconds / 1000)",
                    ])
            }
            respond(response)
        }
        switch match {
        case .found(let route, let parameters):
            route.endpoint.handle(
                RouteContext(
                    request: request, parameters: parameters, services: services, pattern: route.pattern,
                    received: received, respond: answer, note: asked.set, endpoint: route.endpoint))
        case .methodNotAllowed(let route, let allowed):
            let list = allowed.map(\.rawValue).joined(separator: ", ")
            if request.method == .options {
                answer(ServerResponse(status: .noContent, headers: [.allow: list]))
                return
            }
            var response = route.endpoint.response(
                to: ServingError(
                    .methodNotAllowed, "\(request.method.rawValue) is not possible here; possible are \(list)"))
            response.headers[.allow] = list
            answer(response)
        case .notFound:
            answer(
                ProblemDetails.response(
                    ServingError(.notFound, "there is nothing at this path; /openapi.yaml lists what there is")))
        }
    }

    func failure(_ failure: HTTPFailure) -> ServerResponse {
        services.metrics.count(route: "unmatched", model: "", status: failure.status.code, seconds: 0)
        return ProblemDetails.response(status: failure.status, detail: failure.message)
    }

    /// The name of the model that a request turned out to ask; empty until known, so that unknown names are no labels.
    private final class AskedModel: Sendable {
        private let model = Mutex("")

        var name: String { model.withLock { $0 } }
        @Sendable func set(_ asked: ReadyModel) { model.withLock { $0 = asked.name } }
    }
}
