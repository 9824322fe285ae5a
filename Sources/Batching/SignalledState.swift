import Glibc

/// A value behind a lock, with a condition to wait for a change of it.
///
/// `@unchecked Sendable`: the value is only touched while the mutex is held; the mutex and the condition lie at fixed places
/// that live as long as the object.
final class SignalledState<Value>: @unchecked Sendable {
    enum Wake {
        case none
        case one
        case all
    }

    /// What a waiting thread makes of the value.
    enum Look<Result> {
        case done(Result, waking: Wake = .none)
        /// Look again after a change, and at the latest after as many nanoseconds.
        case wait(nanoseconds: UInt64?)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }

    /// Changes the value and wakes those who wait for it.
    func withLock<Result>(waking wake: Wake, _ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            signal(wake)
            pthread_mutex_unlock(mutex)
        }
        return body(&value)
    }

    /// The same, where the change says who is woken.
    ///
    /// While the lock is held: on one core the woken thread comes to run at once, finds the lock taken and waits for it, and what is
    /// submitted until then makes one batch. Woken behind the lock it takes what there is: a tenth fewer requests of small models.
    func change(_ body: (inout Value) -> Wake) {
        withLock { value in signal(body(&value)) }
    }

    private func signal(_ wake: Wake) {
        switch wake {
        case .none: break
        case .one: pthread_cond_signal(condition)
        case .all: pthread_cond_broadcast(condition)
        }
    }

    /// Waits until `body` is done with what it sees.
    func wait<Result>(_ body: (inout Value) -> Look<Result>) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            switch body(&value) {
            case .done(let result, let wake):
                signal(wake)
                return result
            case .wait(nil): pthread_cond_wait(condition, mutex)
            case .wait(.some(let nanoseconds)):
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                // A day at most: no sum overflows.
                let sum = Int(min(nanoseconds, 86_400_000_000_000)) + time.tv_nsec
                time.tv_sec += sum / 1_000_000_000
                time.tv_nsec = sum % 1_000_000_000
                pthread_cond_timedwait(condition, mutex, &time)
            }
        }
    }
}
