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
/// - `/status`: the status that the query's `n` says, with content
/// - `/framed`: fields that are the server's to set, with values that are wrong
/// - `/fields`: the fields as they were read, a line each; bytes above 0x7F are escaped
/// - `/target/...`: path segments and query as they were decoded, a line each
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
        case "/status":
            let code = request.queryValue("n").flatMap { Int($0) } ?? 200
            respond(ServerResponse(status: .init(code: code), body: Array("content".utf8)))
        case "/framed":
            respond(
                ServerResponse(
                    status: .ok,
                    headers: [
                        .contentLength: "3", .transferEncoding: "chunked", .connection: "upgrade", .date: "yesterday",
                    ], body: Array("content".utf8)))
        case "/fields": respond(ServerResponse(status: .ok, body: fields(of: request)))
        case _ where request.pathSegments.first == "target":
            let query = request.query.map { "\($0.name)=\($0.value)" }
            let lines = request.pathSegments.dropFirst().map { "[\($0)]" } + query
            respond(ServerResponse(status: .ok, body: Array(lines.map { $0 + "\n" }.joined().utf8)))
        default: respond(echo(request))
        }
    }

    private func fields(of request: ServerRequest) -> [UInt8] {
        var text: [UInt8] = []
        for field in request.headers {
            text += Array("\(field.name.rawName): ".utf8)
            field.withUnsafeBytesOfValue { bytes in
                for byte in bytes { text += byte < 0x80 ? [byte] : Array("%\(String(byte, radix: 16))".utf8) }
            }
            text += Array(";\n".utf8)
        }
        return text
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
