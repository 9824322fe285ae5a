import CLinux
import Glibc
import Synchronization

/// A thread that waits with Linux's epoll, level-triggered, and is woken through an eventfd.
///
/// `@unchecked Sendable`: `core` is set once, before the thread starts, and used on that thread alone; everything else
/// is constant or guards itself.
final class EpollEventLoop: EventLoop, Readiness, @unchecked Sendable {
    let mailbox: Mailbox
    private let epoll: Int32
    private let wakeUp: Int32
    private let loopThread = LoopThread()
    private let thread = Mutex<pthread_t?>(nil)
    private let context: ServerContext
    private var core: LoopCore?

    /// Makes the descriptors; the thread starts with `start`.
    init(context: ServerContext) throws(HTTPServerError) {
        self.context = context
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw HTTPServerError(.system, "cannot make an epoll descriptor", code: errno) }
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard wakeUp >= 0 else {
            let code = errno
            Glibc.close(epoll)
            throw HTTPServerError(.system, "cannot make an eventfd", code: code)
        }
        mailbox = Mailbox { [wakeUp, loopThread] in
            // The loop looks into the mailbox before every wait.
            if loopThread.isCurrent { return }
            var one: UInt64 = 1
            // This fails only when the counter is full, and then the loop is awake.
            _ = write(wakeUp, &one, 8)
        }
    }

    deinit {
        Glibc.close(wakeUp)
        Glibc.close(epoll)
    }

    func start(listener: Int32?) throws(HTTPServerError) {
        let core = LoopCore(mailbox: mailbox, context: context, readiness: self)
        self.core = core
        guard watch(wakeUp, token: .wakeUp), listener.map({ core.listen($0) }) ?? true else {
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
        let capacity = 256
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        events.initialize(repeating: epoll_event(), count: capacity)
        defer { events.deallocate() }
        while true {
            core.processMessages()
            if core.hasStopped { break }
            let count = epoll_wait(epoll, events, Int32(capacity), timeoutMilliseconds(until: core.wakeTime))
            // `events` holds `count` events, at most `capacity`.
            for index in 0..<max(Int(count), 0) { deliver(events[index], to: core) }
            core.sweep()
        }
        self.core = nil
    }

    private func timeoutMilliseconds(until time: UInt64) -> Int32 {
        guard time != .max else { return -1 }
        let now = MonotonicClock.now()
        // Rounded up, so that the deadline has passed when the wait ends.
        return time <= now ? 0 : Int32(min((time - now + 999_999) / 1_000_000, 60_000))
    }

    private func deliver(_ event: epoll_event, to core: LoopCore) {
        let token = ConnectionToken(rawValue: event.data.u64)
        if token == .wakeUp {
            var count: UInt64 = 0
            _ = Glibc.read(wakeUp, &count, 8)
            return
        }
        let flags = event.events
        core.ready(
            token, input: flags & EPOLLIN.rawValue != 0, output: flags & EPOLLOUT.rawValue != 0,
            isBroken: flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0)
    }

    // MARK: Readiness

    func watch(_ descriptor: Int32, token: ConnectionToken) -> Bool {
        control(EPOLL_CTL_ADD, descriptor, token, EPOLLIN.rawValue) == 0
    }

    func change(_ descriptor: Int32, token: ConnectionToken, input: Bool, output: Bool) {
        let events = (input ? EPOLLIN.rawValue : 0) | (output ? EPOLLOUT.rawValue : 0)
        _ = control(EPOLL_CTL_MOD, descriptor, token, events)
    }

    func release(_ descriptor: Int32, token: ConnectionToken) {
        // Closing takes it out of epoll: no copy of the descriptor exists.
        Glibc.close(descriptor)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ token: ConnectionToken, _ events: UInt32) -> Int32 {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token.rawValue))
        return epoll_ctl(epoll, operation, descriptor, &event)
    }
}
