import Glibc
import Logging
import Synchronization

/// What all loops of a server share.
final class ServerContext: Sendable {
    let handler: any RequestHandler
    let settings: ConnectionSettings
    let connectionLimit: Int
    /// Nil if there is no limit per address.
    let addressCounts: AddressCounts?
    let logger: Logger

    /// Connections accepted and not closed yet.
    let connectionCount = Atomic<Int>(0)
    private let nextLoop = Atomic<Int>(0)
    private let mailboxes = Mutex<[Mailbox]>([])
    private let handshakes = Mutex<HandshakePool?>(nil)
    /// Set before the loops are told to drain, so that an answer on a loop that has not heard of it yet closes its
    /// connection as well.
    let isDraining = Atomic<Bool>(false)
    private let drained = Mutex<(isListenerClosed: Bool, completion: (@Sendable (Bool) -> Void)?)>((false, nil))

    init(handler: any RequestHandler, configuration: HTTPServerConfiguration, logger: Logger) {
        self.handler = handler
        settings = ConnectionSettings(
            limits: configuration.limits, timeouts: configuration.timeouts, refusal: handler.refusal)
        connectionLimit = configuration.connectionLimit
        addressCounts = configuration.connectionsPerAddressLimit.map(AddressCounts.init)
        self.logger = logger
    }

    /// Sets the loops that connections are dealt to.
    func setLoops(_ loops: [any EventLoop]) {
        mailboxes.withLock { $0 = loops.map(\.mailbox) }
    }

    /// Sets what does the handshakes of new connections; nil for plain ones.
    func setHandshakes(_ pool: HandshakePool?) {
        handshakes.withLock { $0 = pool }
    }

    /// Counts a new connection and gives it to the handshakes, if this server speaks TLS, else to a loop.
    func admit(_ accepted: AcceptedConnection) {
        connectionCount.add(1, ordering: .relaxed)
        handler.note(.opened)
        if accepted.refusal != nil { handler.note(.refused) }
        addressCounts?.add(accepted.remoteAddress, isRefused: accepted.refusal != nil)
        guard let handshakes = handshakes.withLock({ $0 }) else { return deal(accepted) }
        if !handshakes.take(accepted) { drop(accepted) }
    }

    /// Gives a connection to the next loop in turn, or drops it if that loop has ended.
    func deal(_ accepted: AcceptedConnection) {
        let turn = nextLoop.add(1, ordering: .relaxed).oldValue
        let mailbox = mailboxes.withLock { $0.isEmpty ? nil : $0[Int(turn.magnitude % UInt($0.count))] }
        if !(mailbox?.post(.adopt(accepted)) ?? false) { drop(accepted) }
    }

    /// Closes and uncounts a connection that no loop owns.
    func drop(_ accepted: AcceptedConnection) {
        Glibc.close(accepted.descriptor)
        connectionClosed(from: accepted.remoteAddress, wasRefused: accepted.refusal != nil)
    }

    /// Uncounts a connection.
    func connectionClosed(from remoteAddress: String, wasRefused: Bool) {
        addressCounts?.remove(remoteAddress, isRefused: wasRefused)
        handler.note(.closed)
        let count = connectionCount.subtract(1, ordering: .acquiringAndReleasing).newValue
        if count == 0 { completeDrainIfEmpty() }
    }

    /// Notes that no more connections will come.
    func listenerClosed() {
        drained.withLock { $0.isListenerClosed = true }
        completeDrainIfEmpty()
    }

    /// Sets what is called, with true, when the listener is closed and the last connection is gone.
    func setDrainCompletion(_ completion: @escaping @Sendable (Bool) -> Void) {
        drained.withLock { $0.completion = completion }
        completeDrainIfEmpty()
    }

    private func completeDrainIfEmpty() {
        let completion = drained.withLock { state -> (@Sendable (Bool) -> Void)? in
            guard state.isListenerClosed, connectionCount.load(ordering: .acquiring) == 0 else { return nil }
            defer { state.completion = nil }
            return state.completion
        }
        completion?(true)
    }
}
