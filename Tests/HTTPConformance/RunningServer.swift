import HTTPServer
import Logging

/// A server on a free port that stops with its owner.
final class RunningServer {
    let handler = TestHandler()
    let server: HTTPServer
    let address: SocketAddress

    init(
        _ loop: HTTPServerConfiguration.EventLoopKind, host: String = "127.0.0.1",
        _ change: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = HTTPServerConfiguration(host: host, port: 0)
        configuration.eventLoop = loop
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        server = try HTTPServer(configuration: configuration, handler: handler, logger: logger)
        address = try server.start()
    }

    deinit { server.stop() }

    func connect() throws -> RawClient { try RawClient(address) }

    func unconnected() throws -> RawClient { try RawClient(unconnectedTo: address) }

    /// What a server answers to `text` until it closes.
    func exchange(_ text: String) throws -> String {
        let client = try connect()
        try client.send(text)
        return try client.rest()
    }
}

typealias LoopKind = HTTPServerConfiguration.EventLoopKind
