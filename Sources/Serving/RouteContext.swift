import Batching
import Checkpoint
import HTTPServer
import HTTPTypes
import Repository

/// What an endpoint knows of a request: itself, and the parts of the path that its pattern names.
struct RouteContext: Sendable {
    private(set) var request: ServerRequest
    /// `{model}` and `{version}` of the pattern.
    let parameters: [String: String]
    let services: Services
    /// The pattern, for metrics: `/v1/models/{model}`.
    let pattern: String
    /// On `Clock`.
    let received: UInt64
    var respond: @Sendable (ServerResponse) -> Void
    /// Tells metrics which model was asked.
    let note: @Sendable (any ServedModel) -> Void
    /// Words what goes wrong.
    let endpoint: any Endpoint
    /// Where the spans of the request's stages go.
    let trace: RequestTrace

    func fail(_ error: ServingError) { respond(endpoint.response(to: error)) }

    /// What answers for the model that the request names; metrics are told of it.
    ///
    /// - Throws: `ServingError`.
    func service(name: String?, version: String?) throws(ServingError) -> any ServedModel {
        let service = try services.service(name: name, version: version)
        note(service)
        return service
    }

    /// The same for the model that the path names, or the default one where it names none.
    ///
    /// - Throws: `ServingError`.
    func service() throws(ServingError) -> any ServedModel {
        try service(name: parameters["model"], version: parameters["version"])
    }
}

/// What the client's patience means for the queue.
extension RouteContext {
    /// The same request, which keeps a ticket until it is answered. What was taken apart need not be kept as well: its body is
    /// empty.
    func holding(_ ticket: Admission.Ticket) -> RouteContext {
        var context = self
        context.request.body = []
        context.respond = { [respond] response in withExtendedLifetime(ticket) { respond(response) } }
        return context
    }

    /// From the header `Priority` (RFC 9218): urgencies 0 to 2 go before the default of 3 and those after it.
    var priority: BatchPriority {
        guard let field = request.headers[.priority], let urgency = PriorityField.urgency(field) else { return .normal }
        return urgency < PriorityField.defaultUrgency ? .high : .normal
    }

    /// On `Clock`: when the request's time is over.
    ///
    /// - Parameter seconds: what the client asks for; the server's own limit holds as well.
    func deadline(seconds: Double?) -> UInt64 {
        let seconds = min(seconds ?? .infinity, services.options.requestTimeoutSeconds)
        return received + UInt64(min(seconds, 1e6) * 1e9)
    }

    /// Whether a request that has waited so long is not worth computing any more.
    ///
    /// A client that has closed its sending half has most likely left, and TCP does not tell: it is answered if its turn
    /// comes soon, and no processor is spent on it when others wait.
    var isAbandoned: @Sendable (_ waitedNanoseconds: UInt64) -> Bool {
        { [cancellation = request.cancellation] waited in
            cancellation.isCancelled || (cancellation.isPeerFinished && waited > 100_000_000)
        }
    }

    /// - Throws: `ServingError` if nobody waits for the answer any more, or its time is over.
    func checkIsAwaited() throws(ServingError) {
        let now = Clock.now()
        if isAbandoned(now - received) {
            throw ServingError(.clientLeft, "the client left before the request was decoded")
        }
        if now >= deadline(seconds: nil) {
            throw ServingError(.deadlineExceeded, "the request's time was over before it was decoded")
        }
    }
}

/// One thing that can be asked.
protocol Endpoint: Sendable {
    /// Called on an event loop: must not block or compute.
    func handle(_ context: RouteContext)
    /// An error in the form of the endpoint's protocol: problem details unless it says otherwise.
    func response(to error: ServingError) -> ServerResponse
}

extension Endpoint {
    func response(to error: ServingError) -> ServerResponse { ProblemDetails.response(error) }
}
