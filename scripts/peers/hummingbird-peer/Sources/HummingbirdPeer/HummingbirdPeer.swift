import Hummingbird
import Logging
import NIOPosix

/// Hummingbird 2 with the two routes that scripts/bench-http.py asks: a small text, and the size of a body.
///
/// The first argument is the port. One event loop, as Mantissa and nginx have in that comparison.
@main
struct HummingbirdPeer {
    static func main() async throws {
        let router = Router()
        router.get("/livez") { _, _ in "alive\n" }
        router.post("/upload") { request, _ in
            let body = try await request.body.collect(upTo: 2 << 20)
            return "\(body.readableBytes)\n"
        }
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        var logger = Logger(label: "peer")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)), logger: logger)
        try await application.runService()
    }
}
