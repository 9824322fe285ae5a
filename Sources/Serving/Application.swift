import HTTPServer
import HTTPTypes
import Logging
import Repository

/// Stands behind the HTTP server: routes requests, lets them in, words refusals.
struct Application: RequestHandler {
    let services: Services
    let logger: Logger

    func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void) {
        var exchange = Exchange(request, services: services, logger: logger)
        exchange.enter(request.headers)
        let answer: @Sendable (ServerResponse) -> Void = { [exchange] in respond(exchange.finish($0)) }
        switch exchange.match {
        case .found(let route, let parameters):
            if let refusal = exchange.refusal { return answer(refusal.response(by: route.endpoint)) }
            route.endpoint.handle(
                RouteContext(
                    request: request, parameters: parameters, services: services, pattern: route.pattern,
                    received: exchange.received, respond: answer, note: exchange.noteModel, endpoint: route.endpoint,
                    trace: exchange.trace))
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
            let error = ServingError(.notFound, "there is nothing at this path; /openapi.yaml lists what there is")
            answer(Self.response(to: error, route: nil, request.pathSegments))
        }
    }

    /// Who has no right key need not send what it would have been for.
    func refusal(of head: ServerRequest) -> ServerResponse? {
        guard case .found(let route, _) = Router.match(head) else { return nil }
        do throws(AccessRefusal) {
            try services.access.check(head.headers, to: route.access)
            return nil
        } catch {
            return Exchange(head, refusal: error, services: services, logger: logger)
                .finish(error.response(by: route.endpoint))
        }
    }

    func note(_ event: ConnectionEvent) { services.metrics.count(event) }

    /// An error in the form of the protocol that the path belongs to.
    private static func response(to error: ServingError, route: Router.Route?, _ segments: [String]) -> ServerResponse {
        if let route { return route.endpoint.response(to: error) }
        return segments.first == "v2" ? V2Error.response(error) : ProblemDetails.response(error)
    }

    func failure(_ failure: HTTPFailure, pathSegments: [String]?) -> ServerResponse {
        // The request could not be read: its own id is not known, and of the rest at most where it was to go.
        let id = RequestID([:])
        let route = pathSegments.flatMap(Router.anyRoute)
        var response: ServerResponse
        if let pathSegments, let error = ServingError(failure) {
            response = Self.response(to: error, route: route, pathSegments)
        } else {
            response = ProblemDetails.response(status: failure.status, detail: failure.message)
        }
        let label = route?.pattern ?? "unmatched"
        services.metrics.count(route: label, model: "", status: failure.status.code, nanoseconds: 0)
        if services.options.logsRequests {
            logger.info(
                "request refused",
                metadata: [
                    "request_id": "\(id)", "route": "\(label)", "reason": "\(failure.kind.rawValue)",
                    "status": .stringConvertible(failure.status.code),
                    "bytes_out": .stringConvertible(response.body.count),
                ])
        }
        Exchange.mark(&response, id)
        return response
    }
}

extension ServingError {
    /// What an endpoint words of the HTTP server's refusals; nil for those that are about no route.
    init?(_ failure: HTTPFailure) {
        switch failure.kind {
        case .malformed: self.init(.malformed, failure.message)
        case .timeout: self.init(.timeout, failure.message)
        case .bodyTooLarge: self.init(.tooLarge, failure.message)
        case .abandoned: self.init(.internal, failure.message)
        case .targetTooLong, .expectationFailed, .headTooLarge, .notImplemented, .tooManyConnections,
            .versionNotSupported:
            return nil
        }
    }
}
