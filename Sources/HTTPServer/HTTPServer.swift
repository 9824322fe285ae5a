import Dispatch
import Glibc
package import Logging
import Synchronization

/// An HTTP/1.1 server on sockets: listens, parses, hands requests to a `RequestHandler`, writes its answers.
///
/// All methods may be called from any thread.
package final class HTTPServer: Sendable {
    private enum Phase {
        case made
        case running([any EventLoop], HandshakePool?)
        case stopped
    }

    private let configuration: HTTPServerConfiguration
    private let context: ServerContext
    private let tlsContexts: TLSContextSource?
    private let phase = Mutex<Phase>(.made)
    /// The file of the server's own Unix socket.
    private let socketPath = Mutex<String?>(nil)
    private let isDraining = Atomic<Bool>(false)

    /// Prepares a server; nothing is bound yet. Throws `HTTPServerError` for settings out of range, and for certificates that
    /// cannot be used.
    package init(configuration: HTTPServerConfiguration, handler: any RequestHandler, logger: Logger) throws {
        try configuration.validate()
        self.configuration = configuration
        tlsContexts = try configuration.tls.map { tls throws(HTTPServerError) in
            try TLSContextSource(tls, logger: logger)
        }
        context = ServerContext(handler: handler, configuration: configuration, logger: logger)
    }

    deinit { stop() }

    /// Binds, listens and serves; returns the bound address with the port filled in. Works once.
    package func start() throws -> SocketAddress {
        // A peer that has left must end a connection, not the process. Sends say so as well; this is for others.
        signal(SIGPIPE, SIG_IGN)
        return try phase.withLock { phase in
            guard case .made = phase else {
                throw HTTPServerError(.configuration, "a server can be started only once")
            }
            let listening = try ListeningSocket.open(configuration)
            let listener = listening.descriptor
            socketPath.withLock { $0 = listening.ownedPath }
            var handshakes: HandshakePool?
            do {
                handshakes = try makeHandshakePool()
                context.setHandshakes(handshakes)
                let loops = try (0..<configuration.loopCount).map { _ in try makeLoop() }
                context.setLoops(loops)
                // The first loop accepts and deals connections to all in turn. SO_REUSEPORT would deal by hash, which
                // is uneven with few connections and loses what waits at a socket that is closed.
                for loop in loops.dropFirst() { try loop.start(listener: nil) }
                try loops.first?.start(listener: listener)
                phase = .running(loops, handshakes)
            } catch {
                handshakes?.stop()
                context.setHandshakes(nil)
                close(listener)
                removeSocketFile()
                throw error
            }
            return listening.address
        }
    }

    private func makeHandshakePool() throws(HTTPServerError) -> HandshakePool? {
        guard let tls = configuration.tls, let tlsContexts else { return nil }
        tlsContexts.start()
        return try HandshakePool(tls, contexts: tlsContexts, server: context)
    }

    private func makeLoop() throws(HTTPServerError) -> any EventLoop {
        switch configuration.eventLoop {
        case .epoll: return try EpollEventLoop(context: context)
        case .dispatch: return DispatchEventLoop(context: context)
        }
    }

    /// Ends in good order: the listener stays open for `delaySeconds`, then closes; requests in flight and those that
    /// were already sent are answered, the last on each connection with `Connection: close`; idle connections are
    /// closed.
    ///
    /// `completion` is called once, on a queue of its own: true when all were gone within `timeoutSeconds` (counted
    /// from this call), false when the rest was cut off. The server has stopped by then. A second call does nothing.
    package func drain(
        delaySeconds: Double, timeoutSeconds: Double, completion: @escaping @Sendable (Bool) -> Void
    ) {
        guard !isDraining.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let queue = DispatchQueue(label: "http drain")
        let box = DrainCompletion(completion)
        let finish: @Sendable (Bool) -> Void = { [self] isComplete in
            queue.async {
                guard let completion = box.take() else { return }
                self.stop()
                completion(isComplete)
            }
        }
        let delay = MonotonicClock.nanoseconds(delaySeconds)
        let timeout = MonotonicClock.nanoseconds(timeoutSeconds)
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(delay))) { [self] in
            guard case .running(let loops, let handshakes) = phase.withLock({ $0 }) else { return finish(true) }
            context.isDraining.store(true, ordering: .releasing)
            context.setDrainCompletion(finish)
            for loop in loops { loop.mailbox.post(.drain) }
            handshakes?.drain()
        }
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(timeout))) { finish(false) }
    }

    /// Closes everything at once and waits until the loops have ended. From a handler it does not wait.
    package func stop() {
        let (loops, handshakes) = phase.withLock { phase -> ([any EventLoop], HandshakePool?) in
            defer { phase = .stopped }
            if case .running(let loops, let handshakes) = phase { return (loops, handshakes) }
            return ([], nil)
        }
        tlsContexts?.stop()
        removeSocketFile()
        handshakes?.stop()
        for loop in loops { loop.mailbox.post(.stop) }
        for loop in loops { loop.join() }
        context.setHandshakes(nil)
    }

    private func removeSocketFile() {
        let path = socketPath.withLock { path -> String? in
            defer { path = nil }
            return path
        }
        if let path { unlink(path) }
    }

    /// Connections open now.
    package var connectionCount: Int { context.connectionCount.load(ordering: .relaxed) }
}
