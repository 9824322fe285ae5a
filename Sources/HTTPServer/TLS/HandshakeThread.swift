import CLinux
import Glibc
import Logging
import Machine
import Synchronization

/// A thread that goes on with whichever of its handshakes has input, and hands over those that are complete.
///
/// `@unchecked Sendable`: `handshakes`, `wakeTime` and `isDraining` are used on its thread alone; everything else is constant
/// or guards itself.
final class HandshakeThread: @unchecked Sendable {
    private struct Inbox {
        var accepted: [AcceptedConnection] = []
        /// Connections that were taken and have not left.
        var count = 0
        var isDraining = false
        var isClosed = false
    }

    private let limit: Int
    private let contexts: TLSContextSource
    private let server: ServerContext
    private let epoll: Epoll
    private let inbox = Mutex(Inbox())
    private let thread = Mutex<pthread_t?>(nil)

    /// By descriptor.
    private var handshakes: [Int32: Handshake] = [:]
    private var wakeTime = UInt64.max
    private var isDraining = false

    init(limit: Int, contexts: TLSContextSource, server: ServerContext) throws(HTTPServerError) {
        self.limit = limit
        self.contexts = contexts
        self.server = server
        epoll = try Epoll()
    }

    // MARK: From any thread

    func start() throws(HTTPServerError) {
        guard let thread = SystemThread.start(name: "tls handshake", { self.run() }) else {
            throw HTTPServerError(.system, "cannot start a thread for TLS handshakes", code: errno)
        }
        self.thread.withLock { $0 = thread }
    }

    /// Takes over a connection; false if there are as many as there may be, or the thread has ended.
    func take(_ accepted: AcceptedConnection) -> Bool {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isClosed, inbox.count < limit else { return false }
            inbox.count += 1
            inbox.accepted.append(accepted)
            return true
        }
        if isTaken { epoll.wake() }
        return isTaken
    }

    func drain() {
        inbox.withLock { $0.isDraining = true }
        epoll.wake()
    }

    /// Closes all connections and waits for the end.
    func stop() {
        inbox.withLock { $0.isClosed = true }
        epoll.wake()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    // MARK: On the thread

    private func run() {
        let events = Epoll.Events()
        while true {
            let news = inbox.withLock { inbox in
                defer { inbox.accepted = [] }
                return inbox
            }
            for accepted in news.accepted { begin(accepted) }
            if news.isClosed { break }
            if news.isDraining, !isDraining {
                isDraining = true
                for handshake in handshakes.values where handshake.session == nil { advance(handshake) }
            }
            epoll.wait(events, until: wakeTime) { event in
                // What has left within this batch is not found any more, and its descriptor comes back with the inbox only.
                if let handshake = handshakes[Int32(truncatingIfNeeded: event.key)] { advance(handshake) }
            }
            sweep()
        }
        for handshake in Array(handshakes.values) { drop(handshake) }
    }

    private func begin(_ accepted: AcceptedConnection) {
        let handshake = Handshake(accepted, deadline: MonotonicClock.now() &+ server.settings.headNanoseconds)
        handshakes[accepted.descriptor] = handshake
        guard epoll.add(accepted.descriptor, key: Self.key(accepted.descriptor)) else { return drop(handshake) }
        wakeTime = min(wakeTime, handshake.deadline)
        // With luck the ClientHello is there.
        advance(handshake)
    }

    private func advance(_ handshake: Handshake) {
        if handshake.isLingering { return discard(handshake) }
        if handshake.session == nil {
            guard beginSession(handshake) else { return }
        }
        guard let session = handshake.session else { return }
        switch session.handshake() {
        case .done:
            server.handler.note(.handshake(isComplete: true))
            deal(handshake)
        case .needsInput: watch(handshake, output: false)
        case .needsOutput: watch(handshake, output: true)
        case .failed(let reason):
            server.handler.note(.handshake(isComplete: false))
            server.logger.debug(
                "a TLS handshake failed",
                metadata: [
                    "reason": "\(reason ?? "the peer left")", "remote_address": "\(handshake.accepted.remoteAddress)",
                ])
            if reason == nil { drop(handshake) } else { linger(handshake) }
        }
    }

    /// Makes a session when the first byte is there. False if the handshake does not go on now.
    private func beginSession(_ handshake: Handshake) -> Bool {
        let descriptor = handshake.accepted.descriptor
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
        guard count == 1 else {
            let isWaiting = count < 0 && (errno == EAGAIN || errno == EINTR)
            // A server that drains closes what is idle.
            if !isWaiting || isDraining { drop(handshake) }
            return false
        }
        if UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte {
            // The first letter of a method; TLS begins with 0x16.
            handshake.accepted.refusal =
                handshake.accepted.refusal
                ?? HTTPFailure(.malformed, "plain HTTP was sent to a port that speaks TLS; use https://")
            deal(handshake)
            return false
        }
        handshake.session = TLSSession(contexts.current, descriptor: descriptor)
        if handshake.session == nil { drop(handshake) }
        return handshake.session != nil
    }

    /// Gives the connection to its loop.
    private func deal(_ handshake: Handshake) {
        leave(handshake)
        epoll.remove(handshake.accepted.descriptor)
        handshake.accepted.session = handshake.session
        server.deal(handshake.accepted)
    }

    private func drop(_ handshake: Handshake) {
        leave(handshake)
        // Closing takes it out of epoll: no copy of the descriptor exists.
        server.drop(handshake.accepted)
    }

    private func leave(_ handshake: Handshake) {
        handshakes[handshake.accepted.descriptor] = nil
        inbox.withLock { $0.count -= 1 }
    }

    private func linger(_ handshake: Handshake) {
        handshake.session = nil
        handshake.isLingering = true
        handshake.deadline = MonotonicClock.now() &+ server.settings.lingerNanoseconds
        wakeTime = min(wakeTime, handshake.deadline)
        shutdown(handshake.accepted.descriptor, Int32(SHUT_WR))
        watch(handshake, output: false)
        discard(handshake)
    }

    private func discard(_ handshake: Handshake) {
        // The bytes are written within the temporary memory, and nobody reads them. One read: the socket tells of more.
        let isOver = withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 16) { scratch in
            let count = recv(handshake.accepted.descriptor, scratch.baseAddress, scratch.count, 0)
            return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
        }
        if isOver { drop(handshake) }
    }

    private func watch(_ handshake: Handshake, output: Bool) {
        guard handshake.watchesOutput != output else { return }
        handshake.watchesOutput = output
        let descriptor = handshake.accepted.descriptor
        epoll.change(descriptor, key: Self.key(descriptor), input: !output, output: output)
    }

    /// Closes what has taken too long.
    private func sweep() {
        let now = MonotonicClock.now()
        guard now >= wakeTime else { return }
        wakeTime = .max
        for handshake in Array(handshakes.values) {
            if handshake.deadline > now {
                wakeTime = min(wakeTime, handshake.deadline)
            } else {
                // One that lingers is counted.
                if !handshake.isLingering { server.handler.note(.handshake(isComplete: false)) }
                drop(handshake)
            }
        }
        // Many deadlines close to one another must not make a sweep for each.
        if wakeTime != .max { wakeTime = max(wakeTime, now + 5_000_000) }
    }

    private static func key(_ descriptor: Int32) -> UInt64 { UInt64(UInt32(bitPattern: descriptor)) }
}
