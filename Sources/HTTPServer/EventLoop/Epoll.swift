import CLinux
import Glibc

/// An epoll descriptor, level-triggered, with an eventfd that ends its wait.
///
/// One thread waits; everything else may be called from any.
final class Epoll: Sendable {
    /// What was told of a descriptor.
    struct Event {
        /// What the descriptor was added with.
        let key: UInt64
        let input: Bool
        let output: Bool
        /// Both directions have ended, or there was an error.
        let isBroken: Bool
    }

    /// Room for what one wait brings.
    final class Events {
        fileprivate static let capacity = 256
        fileprivate let storage = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)

        init() { storage.initialize(repeating: epoll_event(), count: Self.capacity) }

        deinit { storage.deallocate() }
    }

    private let descriptor: Int32
    private let wakeUp: Int32
    private static let wakeUpKey = UInt64.max

    init() throws(HTTPServerError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw HTTPServerError(.system, "cannot make an epoll descriptor", code: errno) }
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        // From here on `deinit` closes what was opened.
        guard wakeUp >= 0 else { throw HTTPServerError(.system, "cannot make an eventfd", code: errno) }
        guard add(wakeUp, key: Self.wakeUpKey) else {
            throw HTTPServerError(.system, "cannot watch an eventfd", code: errno)
        }
    }

    deinit {
        if wakeUp >= 0 { Glibc.close(wakeUp) }
        Glibc.close(descriptor)
    }

    /// Ends the wait, or the next one.
    func wake() {
        var one: UInt64 = 1
        // This fails only when the counter is full, and then the waiting thread is awake.
        _ = write(wakeUp, &one, 8)
    }

    /// Begins to watch for input. False when the system refuses.
    func add(_ watched: Int32, key: UInt64) -> Bool {
        control(EPOLL_CTL_ADD, watched, key, EPOLLIN.rawValue) == 0
    }

    func change(_ watched: Int32, key: UInt64, input: Bool, output: Bool) {
        let events = (input ? EPOLLIN.rawValue : 0) | (output ? EPOLLOUT.rawValue : 0)
        _ = control(EPOLL_CTL_MOD, watched, key, events)
    }

    /// Watches no more; closing the descriptor does the same.
    func remove(_ watched: Int32) {
        _ = control(EPOLL_CTL_DEL, watched, 0, 0)
    }

    /// Waits for events, but not beyond `time` on the monotonic clock (`.max`: for ever), and calls `body` with each.
    func wait(_ events: Events, until time: UInt64, _ body: (Event) -> Void) {
        let count = epoll_wait(descriptor, events.storage, Int32(Events.capacity), Self.milliseconds(until: time))
        // The storage holds `count` events, at most its capacity; -1 after an interruption.
        for index in 0..<max(Int(count), 0) {
            let event = events.storage[index]
            guard event.data.u64 != Self.wakeUpKey else {
                var count: UInt64 = 0
                _ = Glibc.read(wakeUp, &count, 8)
                continue
            }
            body(
                Event(
                    key: event.data.u64, input: event.events & EPOLLIN.rawValue != 0,
                    output: event.events & EPOLLOUT.rawValue != 0,
                    isBroken: event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0))
        }
    }

    private static func milliseconds(until time: UInt64) -> Int32 {
        guard time != .max else { return -1 }
        let now = MonotonicClock.now()
        // Rounded up, so that the deadline has passed when the wait ends.
        return time <= now ? 0 : Int32(min((time - now + 999_999) / 1_000_000, 60_000))
    }

    private func control(_ operation: Int32, _ watched: Int32, _ key: UInt64, _ events: UInt32) -> Int32 {
        var event = epoll_event(events: events, data: epoll_data_t(u64: key))
        return epoll_ctl(descriptor, operation, watched, &event)
    }
}
