import CLinux
import Glibc
import Synchronization

/// A thread that waits with Linux's epoll, level-triggered, and is woken through an eventfd.
///
/// `@unchecked Sendable`: `core` is set once, before the thread starts, and used on that thread alone; everything else
/// is constant or guards itself.
final class EpollEventLoop: EventLoop, Readiness, @unchecked Sendable {
    let mailbox: Mailbox
    private let epoll: Epoll
    private let loopThread = LoopThread()
    private let thread = Mutex<pthread_t?>(nil)
    private let context: ServerContext
    private var core: LoopCore?

    /// Makes the epoll descriptor; the thread starts with `start`.
    init(context: ServerContext) throws(HTTPServerError) {
        self.context = context
        epoll = try Epoll()
        mailbox = Mailbox { [epoll, loopThread] in
            // The loop looks into the mailbox before every wait.
            if !loopThread.isCurrent { epoll.wake() }
        }
    }

    func start(listener: Int32?) throws(HTTPServerError) {
        let core = LoopCore(mailbox: mailbox, context: context, readiness: self)
        self.core = core
        guard listener.map({ core.listen($0) }) ?? true else {
            throw HTTPServerError(.system, "cannot watch the listening socket", code: errno)
        }
        // The thread holds a reference of its own, released when it ends.
        let reference = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<EpollEventLoop>.fromOpaque(pointer).takeRetainedValue().run()
                return nil
            }, reference.toOpaque())
        guard code == 0 else {
            reference.release()
            throw HTTPServerError(.system, "cannot start a thread for the event loop", code: code)
        }
        self.thread.withLock { $0 = thread }
    }

    func join() {
        guard !loopThread.isCurrent else { return }
        let thread = thread.withLock { thread -> pthread_t? in
            defer { thread = nil }
            return thread
        }
        if let thread { pthread_join(thread, nil) }
    }

    private func run() {
        loopThread.enter()
        pthread_setname_np(pthread_self(), "http")
        guard let core else { return }
        let events = Epoll.Events()
        while true {
            core.processMessages()
            if core.hasStopped { break }
            epoll.wait(events, until: core.wakeTime) { event in
                core.ready(
                    ConnectionToken(rawValue: event.key), input: event.input, output: event.output,
                    isBroken: event.isBroken)
            }
            core.sweep()
        }
        self.core = nil
    }

    // MARK: Readiness

    func watch(_ descriptor: Int32, token: ConnectionToken) -> Bool {
        epoll.add(descriptor, key: token.rawValue)
    }

    func change(_ descriptor: Int32, token: ConnectionToken, input: Bool, output: Bool) {
        epoll.change(descriptor, key: token.rawValue, input: input, output: output)
    }

    func release(_ descriptor: Int32, token: ConnectionToken) {
        // Closing takes it out of epoll: no copy of the descriptor exists.
        Glibc.close(descriptor)
    }
}
