import HTTPServer
import HTTPTypes
import Logging
import Repository
import Synchronization

/// Stands behind the HTTP server: routes requests, lets them in, words refusals, counts and logs answers.
struct Application: RequestHandler {
    let services: Services
    let logger: Logger

    func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void) {
        let received = Clock.now()
        let asked = AskedModel()
        let id = RequestID(request.headers)
        let trace = RequestTrace(request.headers, received: received, tracer: services.tracer)
        let match = Router.match(request.method, request.path == "/" ? [] : request.pathSegments)
        let pattern: String? =
            switch match {
            case .found(let route, _): route.pattern
            case .methodNotAllowed(let route, _): route.pattern
            case .notFound: nil
            }
        let entry = Entry(request, match, received: received, access: services.access)
        // The rest of the request is not kept until the answer.
        let (method, bytesIn, remoteAddress) = (request.method, request.body.count, request.remoteAddress)
        let (origin, acceptEncoding) = (request.headers[.origin], request.headers[.acceptEncoding])
        let preflight = Self.preflight(request, match)
        let answer: @Sendable (ServerResponse) -> Void = { answer in
            entry.grant?.end()
            var response = answer.coded(for: acceptEncoding)
            let now = Clock.now()
            let service = asked.service
            let record = RequestRecord(
                id: id, traceID: trace.traceID, method: method, route: pattern, model: service?.name ?? "",
                version: service?.version, key: entry.keyName, status: response.status.code, bytesIn: bytesIn,
                bytesOut: response.body.count, nanoseconds: now - received, remoteAddress: remoteAddress)
            note(record, needsKey: entry.needsKey)
            if record.status >= 400 { service?.statistics.recordFailure(nanoseconds: record.nanoseconds) }
            trace.end(record, at: now)
            services.cors?.mark(&response, origin: origin, preflight: preflight)
            respond(Self.finished(response, id))
        }
        switch match {
        case .found(let route, let parameters):
            if let refusal = entry.refusal { return answer(refusal.response(by: route.endpoint)) }
            route.endpoint.handle(
                RouteContext(
                    request: request, parameters: parameters, services: services, pattern: route.pattern,
                    received: received, respond: answer, note: asked.set, endpoint: route.endpoint, trace: trace))
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

    /// What the door said to a request.
    private struct Entry: Sendable {
        var grant: AccessGrant?
        var refusal: AccessRefusal?
        /// Whether a key was asked for.
        var needsKey = false

        /// A request without a route needs no key: what there is not is no secret.
        init(_ request: ServerRequest, _ match: Router.Match, received: UInt64, access: AccessControl) {
            guard case .found(let route, _) = match else { return }
            needsKey = route.access != .open && access.needsKeys
            do throws(AccessRefusal) {
                grant = try access.admit(request.headers, to: route.access, at: received)
            } catch { refusal = error }
        }

        var keyName: String? { grant?.keyName ?? refusal?.keyName }
    }

    /// The methods that a browser asks for before its page asks; nil for any other request.
    private static func preflight(_ request: ServerRequest, _ match: Router.Match) -> [HTTPRequest.Method]? {
        guard CORS.isPreflight(request.method, request.headers), case .methodNotAllowed(_, let allowed) = match else {
            return nil
        }
        return allowed
    }

    /// An answer with what all have.
    private static func finished(_ response: ServerResponse, _ id: RequestID) -> ServerResponse {
        var response = id.marking(response)
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    /// An error in the form of the protocol that the path belongs to.
    private static func response(to error: ServingError, route: Router.Route?, _ segments: [String]) -> ServerResponse {
        if let route { return route.endpoint.response(to: error) }
        return segments.first == "v2" ? V2Error.response(error) : ProblemDetails.response(error)
    }

    func failure(_ failure: HTTPFailure, pathSegments: [String]?) -> ServerResponse {
        // The request could not be read: its own id is not known, and of the rest at most where it was to go.
        let id = RequestID([:])
        let route = pathSegments.flatMap(Router.anyRoute)
        let response: ServerResponse
        if let pathSegments, let error = ServingError(failure) {
            response = Self.response(to: error, route: route, pathSegments)
        } else {
            response = ProblemDetails.response(status: failure.status, detail: failure.message)
        }
        let label = route?.pattern ?? "unmatched"
        services.metrics.count(route: label, model: "", status: failure.status.code, seconds: 0)
        if services.options.logsRequests {
            logger.info(
                "request refused",
                metadata: [
                    "request_id": "\(id)", "route": "\(label)", "reason": "\(failure.kind.rawValue)",
                    "status": .stringConvertible(failure.status.code),
                    "bytes_out": .stringConvertible(response.body.count),
                ])
        }
        return Self.finished(response, id)
    }

    /// Counts and logs an answer.
    private func note(_ record: RequestRecord, needsKey: Bool) {
        if needsKey { services.metrics.count(key: record.key ?? "", status: record.status) }
        services.metrics.count(
            route: record.routeLabel, model: record.model, status: record.status,
            seconds: Double(record.nanoseconds) / 1e9)
        if services.options.logsRequests { logger.info("request", metadata: record.metadata) }
    }

    /// What answers for the model that a request turned out to ask; nil until known, so that unknown names are no labels.
    private final class AskedModel: Sendable {
        private let found = Mutex<(any ServedModel)?>(nil)

        var service: (any ServedModel)? { found.withLock { $0 } }
        @Sendable func set(_ service: any ServedModel) { found.withLock { $0 = service } }
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
