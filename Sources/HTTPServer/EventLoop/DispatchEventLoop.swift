@preconcurrency import Dispatch
import Glibc
import Synchronization

/// A serial queue with a DispatchSource for every descriptor.
///
/// libdispatch (Swift 6.3, Linux) loses a hang-up that comes between an event and the moment it watches again: a peer
/// that resets just then is noticed at the next write, or at the connection's deadline.
///
/// `@unchecked Sendable`: `core`, `watched`, `timer` and `timerTime` are used on `queue` alone (and before anything
/// runs on it); everything else is constant.
final class DispatchEventLoop: EventLoop, Readiness, @unchecked Sendable {
    let mailbox: Mailbox
    private let queue = DispatchQueue(label: "http")
    private static let key = DispatchSpecificKey<ObjectIdentifier>()
    private let context: ServerContext
    private let ended = DispatchGroup()
    private var core: LoopCore?
    private var watched: [ConnectionToken: WatchedDescriptor] = [:]
    private var timer: (any DispatchSourceTimer)?
    private var timerTime = UInt64.max

    init(context: ServerContext) {
        self.context = context
        let queue = queue
        let box = WeakLoop()
        mailbox = Mailbox {
            // A second or third block on the queue finds the mailbox empty; that is cheaper than to keep count.
            queue.async { box.loop?.turn() }
        }
        box.loop = self
    }

    func start(listener: Int32?) throws(HTTPServerError) {
        queue.setSpecific(key: Self.key, value: ObjectIdentifier(self))
        ended.enter()
        let isListening = queue.sync {
            let core = LoopCore(mailbox: mailbox, context: context, readiness: self)
            self.core = core
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.setEventHandler { [weak self] in
                guard let self else { return }
                timerTime = .max
                core.sweep()
                turn()
            }
            timer.activate()
            self.timer = timer
            return listener.map { core.listen($0) } ?? true
        }
        guard isListening else {
            throw HTTPServerError(.system, "cannot watch the listening socket", code: errno)
        }
    }

    func join() {
        guard DispatchQueue.getSpecific(key: Self.key) != ObjectIdentifier(self) else { return }
        ended.wait()
    }

    /// What follows every event: messages, then the timer.
    private func turn() {
        guard let core else { return }
        core.processMessages()
        if core.hasStopped {
            timer?.cancel()
            timer = nil
            self.core = nil
            leaveWhenReleased()
        } else if core.wakeTime < timerTime {
            timerTime = core.wakeTime
            timer?.schedule(deadline: DispatchTime(uptimeNanoseconds: timerTime), leeway: .milliseconds(1))
        }
    }

    /// The sources' cancel handlers, which close the descriptors, run on the queue after this.
    private func leaveWhenReleased() {
        if watched.isEmpty { ended.leave() }
    }

    // MARK: Readiness

    func watch(_ descriptor: Int32, token: ConnectionToken) -> Bool {
        let entry = WatchedDescriptor(
            descriptor, queue: queue,
            onInput: { [weak self] in
                self?.core?.ready(token, input: true, output: false, isBroken: false)
                self?.turn()
            },
            onOutput: { [weak self] in
                self?.core?.ready(token, input: false, output: true, isBroken: false)
                self?.turn()
            })
        watched[token] = entry
        return true
    }

    func change(_ descriptor: Int32, token: ConnectionToken, input: Bool, output: Bool) {
        watched[token]?.setInput(input)
        watched[token]?.setOutput(output)
    }

    func release(_ descriptor: Int32, token: ConnectionToken) {
        guard let entry = watched[token] else {
            Glibc.close(descriptor)
            return
        }
        // The entry stays until its sources are cancelled; a new connection in the same slot has another token.
        entry.cancel { [self] in
            Glibc.close(descriptor)
            watched[token] = nil
            if core == nil { leaveWhenReleased() }
        }
    }
}
