import Dispatch
import HTTPServer
import HTTPTypes
import Synchronization

/// Answers by path:
///
/// - `/echo`: the method, the target, the remote address and the body
/// - `/off`: the same from another thread
/// - `/big`: as many bytes as the query's `n` says
/// - `/close`: asks to close
/// - `/drop`: lets go of the answer
/// - `/twice`: answers twice
/// - `/hold`: hands the request and its answer to `held`
/// - `/empty`: 204
struct TestHandler: RequestHandler {
    struct Held: Sendable {
        let request: ServerRequest
        let respond: @Sendable (ServerResponse) -> Void
    }

    let held = Signal<Held>()

    func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void) {
        switch request.path {
        case "/off": DispatchQueue.global().async { respond(echo(request)) }
        case "/big":
            let count = request.queryValue("n").flatMap { Int($0) } ?? 0
            respond(ServerResponse(status: .ok, body: [UInt8](repeating: UInt8(ascii: "b"), count: count)))
        case "/close": respond(ServerResponse(status: .ok, headers: [.connection: "close"]))
        case "/drop": break
        case "/twice":
            respond(echo(request))
            respond(ServerResponse(status: .badGateway))
        case "/hold": held.set(Held(request: request, respond: respond))
        case "/empty": respond(ServerResponse(status: .noContent))
        default: respond(echo(request))
        }
    }

    func echo(_ request: ServerRequest) -> ServerResponse {
        let line = "\(request.method.rawValue) \(request.target) \(request.remoteAddress)\n"
        return ServerResponse(
            status: .ok, headers: [.contentType: "text/plain"], body: Array(line.utf8) + request.body)
    }

    func failure(_ failure: HTTPFailure, pathSegments: [String]?) -> ServerResponse {
        let path = pathSegments.map { " at /" + $0.joined(separator: "/") } ?? ""
        return ServerResponse(status: failure.status, body: Array((failure.kind.rawValue + path).utf8))
    }
}
