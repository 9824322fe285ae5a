import Glibc
import Logging
import Synchronization

/// What an event loop does with its connections, whichever way it waits for them.
///
/// `@unchecked Sendable`: everything but `mailbox` and `context` is touched only on the loop's thread or serial queue;
/// `EpollEventLoop` and `DispatchEventLoop` call it from nowhere else.
final class LoopCore: @unchecked Sendable {
    let mailbox: Mailbox
    let context: ServerContext
    /// Set before the loop starts, and gone with it.
    private(set) unowned var readiness: any Readiness

    @exclusivity(unchecked) var connections = ConnectionTable()
    var listener: Int32?
    var isDraining = false
    private(set) var hasStopped = false
    /// When to call `sweep` next: never later than the earliest deadline.
    private(set) var wakeTime = UInt64.max
    /// When a listener that was paused for want of descriptors is tried again.
    var listenerResumeTime: UInt64?

    // As `Connection`'s: on the loop alone, and nothing comes back to them while they change.
    @exclusivity(unchecked) private var writer = ResponseWriter()
    @exclusivity(unchecked) private var spareMessages: [LoopMessage] = []
    /// Shared by all connections of the loop: what is read is used or copied before the next read.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 64)

    init(mailbox: Mailbox, context: ServerContext, readiness: any Readiness) {
        self.mailbox = mailbox
        self.context = context
        self.readiness = readiness
    }

    deinit { buffer.deallocate() }

    // MARK: Events

    /// A descriptor can be read or written, or is broken.
    func ready(_ token: ConnectionToken, input: Bool, output: Bool, isBroken: Bool) {
        if token == .listener { return acceptConnections() }
        guard let connection = connections[token] else { return }
        if isBroken { return close(connection) }
        var input = input
        if output {
            if connection.readAwaitsOutput {
                connection.readAwaitsOutput = false
                watch(connection, input: connection.state.wantsInput, output: true)
                input = connection.state.wantsInput
            }
            flush(connection)
        }
        if input, connection.writeAwaitsInput {
            connection.writeAwaitsInput = false
            flush(connection)
            if connection.writeAwaitsInput { return }
        }
        if input, connections[token] != nil {
            if connection.state.wantsInput { read(connection) } else { pauseInput(connection) }
        }
    }

    /// Works through the messages until there are none. Called before every wait.
    func processMessages() {
        while true {
            var messages = mailbox.take(spareMessages)
            spareMessages = []
            guard !messages.isEmpty else { return }
            for message in messages { process(message) }
            messages.removeAll(keepingCapacity: messages.capacity <= 4096)
            spareMessages = messages
        }
    }

    /// Deals with deadlines that have passed.
    func sweep() {
        let now = MonotonicClock.now()
        guard now >= wakeTime else { return }
        wakeTime = .max
        if let resume = listenerResumeTime {
            if now >= resume { resumeListener() } else { wakeTime = resume }
        }
        for connection in connections.all where connection.state.deadline != .max {
            if connection.state.deadline <= now {
                perform(connection.state.expire(), connection)
            } else {
                wakeTime = min(wakeTime, connection.state.deadline)
            }
        }
        // Many deadlines close to one another must not make a sweep for each.
        wakeTime = max(wakeTime, now + 5_000_000)
    }

    /// Makes sure that `sweep` is called by `time`.
    func wake(by time: UInt64) { wakeTime = min(wakeTime, time) }

    // MARK: Messages

    private func process(_ message: LoopMessage) {
        switch message {
        case .respond(let response, let token, let serial):
            guard let connection = connections[token], connection.state.isAwaiting(serial) else { return }
            respond(response, connection)
        case .abandon(let token, let serial):
            guard let connection = connections[token], connection.state.isAwaiting(serial) else { return }
            refuse(HTTPFailure(.abandoned, "the request was not answered"), connection)
        case .adopt(let accepted): adopt(accepted)
        case .drain: drain()
        case .stop: stop()
        }
    }

    private func adopt(_ accepted: AcceptedConnection) {
        let now = MonotonicClock.now()
        let connection = connections.insert { token in
            Connection(
                accepted, token: token,
                state: ConnectionState(settings: context.settings, remoteAddress: accepted.remoteAddress, now: now))
        }
        guard !hasStopped, readiness.watch(connection.descriptor, token: connection.token) else {
            return close(connection)
        }
        wake(by: connection.state.deadline)
        if let refusal = accepted.refusal {
            perform(connection.state.refuseConnection(refusal), connection)
        } else if isDraining {
            finishIdle(connection)
        }
    }

    private func stop() {
        hasStopped = true
        closeListener()
        for connection in connections.all { close(connection) }
        for message in mailbox.close() {
            if case .adopt(let accepted) = message { context.drop(accepted) }
        }
    }

    // MARK: Connections

    /// Reads while there is input and the connection wants it; returns after 16 reads so that others get their turn.
    func read(_ connection: Connection) {
        for _ in 0..<16 {
            switch connection.transport.read(into: buffer) {
            case .bytes(let count):
                if connection.state.phase != .lingering {
                    // `count` is at most the buffer's size, and the loop alone uses the buffer.
                    let input = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                    let now = MonotonicClock.now()
                    perform(
                        input.withMemoryRebound(to: UInt8.self) { connection.state.receive($0, now: now) }, connection)
                }
                guard connection.transport.mayHaveMore(after: count, of: buffer.count), connection.state.wantsInput
                else { return }
            case .end: return perform(connection.state.receiveEnd(), connection)
            case .wouldBlock: return
            case .needsOtherDirection: return awaitOutputToRead(connection)
            case .failed: return close(connection)
            }
        }
    }

    private func perform(_ step: ConnectionStep, _ connection: Connection) {
        switch step {
        case .wait: break
        case .sendContinue:
            connection.output.enqueue(ResponseWriter.continueBytes, [])
            flush(connection)
        case .handle(let request):
            let responder = Responder(mailbox: mailbox, token: connection.token, serial: connection.state.serial)
            context.handler.handle(request) { responder.respond($0) }
            return
        case .refuse(let failure):
            refuse(failure, connection)
        case .refuseContent(let response): respond(response, connection)
        case .finish: finish(connection)
        case .close: close(connection)
        }
        if connection.state.deadline != .max { wake(by: connection.state.deadline) }
    }

    private func refuse(_ failure: HTTPFailure, _ connection: Connection) {
        respond(context.handler.failure(failure, pathSegments: connection.state.pathSegments), connection)
    }

    private func respond(_ response: ServerResponse, _ connection: Connection) {
        var mayBeLast = isDraining || context.isDraining.load(ordering: .acquiring)
        // While draining, a request that is already in the kernel's buffer is still served.
        if mayBeLast, case .bytes = connection.transport.peek() { mayBeLast = false }
        let output = connection.state.respond(
            response, mayBeLast: mayBeLast, writer: &writer, now: MonotonicClock.now())
        connection.output.enqueue(output.head, output.content)
        wake(by: connection.state.deadline)
        flush(connection)
    }

    /// Sends what there is; goes on with the connection when all of a response is out.
    private func flush(_ connection: Connection) {
        switch connection.output.write(to: &connection.transport) {
        case .bytes:
            connection.readAwaitsOutput = false
            if connection.watchesOutput { watch(connection, input: connection.watchesInput, output: false) }
            guard case .writing = connection.state.phase else { return }
            perform(connection.state.finishWriting(now: MonotonicClock.now()), connection)
            if connection.state.wantsInput, !connection.watchesInput {
                watch(connection, input: true, output: false)
            }
            // The socket will not tell of what was read to look at it.
            if connection.state.wantsInput, connection.transport.hasBufferedInput { read(connection) }
            if isDraining, connection.state.isIdle { finishIdle(connection) }
        case .wouldBlock:
            if !connection.watchesOutput { watch(connection, input: connection.watchesInput, output: true) }
        case .needsOtherDirection:
            connection.writeAwaitsInput = true
            watch(connection, input: true, output: false)
        case .end, .failed: close(connection)
        }
    }

    /// Input came while a request is in hand. Looks whether it is the peer's end, then leaves it in the kernel.
    private func pauseInput(_ connection: Connection) {
        switch connection.transport.peek() {
        case .end: perform(connection.state.receiveEnd(), connection)
        case .failed: return close(connection)
        // What came was TLS's own; go on looking for the end.
        case .wouldBlock: return
        case .needsOtherDirection: return awaitOutputToRead(connection)
        case .bytes: break
        }
        watch(connection, input: false, output: connection.watchesOutput)
    }

    private func awaitOutputToRead(_ connection: Connection) {
        connection.readAwaitsOutput = true
        watch(connection, input: false, output: true)
    }

    private func watch(_ connection: Connection, input: Bool, output: Bool) {
        guard connection.state.phase != .closed else { return }
        connection.watchesInput = input
        connection.watchesOutput = output
        readiness.change(connection.descriptor, token: connection.token, input: input, output: output)
    }

    /// The last response is out. Closing a socket that has unread input sends a reset, which can overtake the response
    /// at the peer; so the sending half is closed first, and a peer that is still sending is heard out for a while.
    private func finish(_ connection: Connection) {
        guard connection.transport.finishWriting() else {
            // The connection is still writing: `flush` finds nothing to send and comes here again.
            return watch(connection, input: connection.watchesInput, output: true)
        }
        switch connection.transport.peek() {
        case .end, .failed: close(connection)
        case .wouldBlock where !connection.state.hasUnreadRequest: close(connection)
        case .wouldBlock, .bytes, .needsOtherDirection:
            connection.state.linger(now: MonotonicClock.now())
            watch(connection, input: true, output: false)
        }
    }

    /// Closes an idle connection of a draining server, unless a request has just come.
    func finishIdle(_ connection: Connection) {
        if case .bytes = connection.transport.peek() { return read(connection) }
        close(connection)
    }

    func close(_ connection: Connection) {
        guard connection.state.phase != .closed else { return }
        // After an answer that was cut off, a good end would be a lie.
        if connection.output.isEmpty { connection.transport.close() }
        connection.state.close()
        connections.remove(connection.token)
        readiness.release(connection.descriptor, token: connection.token)
        context.connectionClosed(from: connection.state.remoteAddress, wasRefused: connection.wasRefused)
    }
}
