import HTTPServer
import HTTPTypes
import Logging
import Repository
import Synchronization

/// A request from the moment that it is there to its answer: its names, what the door said, and what is noted of it in the end.
///
/// The rest of the request is not kept. Safe to use from any thread.
struct Exchange: Sendable {
    let received = Clock.now()
    let trace: RequestTrace
    let match: Router.Match
    /// Why the request is not let in; nil if it is.
    private(set) var refusal: AccessRefusal?
    private var grant: AccessGrant?
    /// Whether a key was asked for.
    private let needsKey: Bool
    private let id: RequestID
    private let asked = AskedModel()
    private let services: Services
    private let logger: Logger
    private let method: HTTPRequest.Method
    private let bytesIn: Int
    private let remoteAddress: String
    private let origin: String?
    private let acceptEncoding: String?
    /// The methods that a browser asks for before its page asks; nil for any other request.
    private let preflight: [HTTPRequest.Method]?

    /// - Parameter refusal: why the request is not let in, where that is known before the door is asked.
    init(_ request: ServerRequest, refusal: AccessRefusal? = nil, services: Services, logger: Logger) {
        self.refusal = refusal
        self.services = services
        self.logger = logger
        id = RequestID(request.headers)
        trace = RequestTrace(request.headers, received: received, tracer: services.tracer)
        match = Router.match(request)
        if case .found(let route, _) = match {
            needsKey = route.access != .open && services.access.needsKeys
        } else {
            needsKey = false
        }
        method = request.method
        bytesIn = request.body.count
        remoteAddress = request.remoteAddress
        origin = request.headers[.origin]
        acceptEncoding = request.headers[.acceptEncoding]
        if CORS.isPreflight(request.method, request.headers), case .methodNotAllowed(_, let allowed) = match {
            preflight = allowed
        } else {
            preflight = nil
        }
    }

    /// Asks the door. A request without a route needs no key: what there is not is no secret.
    mutating func enter(_ headers: HTTPFields) {
        guard case .found(let route, _) = match else { return }
        do throws(AccessRefusal) {
            grant = try services.access.admit(headers, to: route.access, at: received)
        } catch { refusal = error }
    }

    /// Notes which model the request turned out to ask.
    var noteModel: @Sendable (any ServedModel) -> Void { asked.set }

    /// Ends the exchange: counts and logs it.
    ///
    /// - Returns: the answer with what all have.
    func finish(_ answer: ServerResponse) -> ServerResponse {
        grant?.end()
        var response = answer.coded(for: acceptEncoding)
        let now = Clock.now()
        let service = asked.service
        let record = RequestRecord(
            id: id, traceID: trace.traceID, method: method, route: pattern, model: service?.name ?? "",
            version: service?.version, key: grant?.keyName ?? refusal?.keyName, status: response.status.code,
            bytesIn: bytesIn, bytesOut: response.body.count, nanoseconds: now - received, remoteAddress: remoteAddress)
        note(record)
        if record.status >= 400 { service?.statistics.recordFailure(nanoseconds: record.nanoseconds) }
        trace.end(record, at: now)
        services.cors?.mark(&response, origin: origin, preflight: preflight)
        Self.mark(&response, id)
        return response
    }

    /// Puts on an answer what all have.
    static func mark(_ response: inout ServerResponse, _ id: RequestID) {
        response.headers.reserveCapacity(response.headers.count + 2)
        id.mark(&response)
        if !response.headers.contains(.xContentTypeOptions) { response.headers.append(noSniffing) }
    }

    private static let noSniffing = HTTPField(name: .xContentTypeOptions, value: "nosniff")

    private var pattern: String? {
        switch match {
        case .found(let route, _), .methodNotAllowed(let route, _): route.pattern
        case .notFound: nil
        }
    }

    private func note(_ record: RequestRecord) {
        if needsKey { services.metrics.count(key: record.key ?? "", status: record.status) }
        services.metrics.count(
            route: record.routeLabel, model: record.model, status: record.status, nanoseconds: record.nanoseconds)
        if services.options.logsRequests { logger.info("request", metadata: record.metadata) }
    }

    /// What answers for the model that a request turned out to ask; nil until known, so that unknown names are no labels.
    private final class AskedModel: Sendable {
        private let found = Mutex<(any ServedModel)?>(nil)

        var service: (any ServedModel)? { found.withLock { $0 } }
        @Sendable func set(_ service: any ServedModel) { found.withLock { $0 = service } }
    }
}
