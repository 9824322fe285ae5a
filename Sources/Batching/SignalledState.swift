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

    /// Changes the value and wakes those who wait for it: once the lock is free, which they take first of all.
    func withLock<Result>(waking wake: Wake, _ body: (inout Value) -> Result) -> Result {
        // The condition goes with the object, which others may let go of as soon as they see the change.
        withExtendedLifetime(self) {
            let result = withLock(body)
            signal(wake)
            return result
        }
    }

    /// The same, where the change says who is woken.
    func change(_ body: (inout Value) -> Wake) { withExtendedLifetime(self) { signal(withLock(body)) } }

    private func signal(_ wake: Wake) {
        switch wake {
        case .none: break
        case .one: pthread_cond_signal(condition)
        case .all: pthread_cond_broadcast(condition)
        }
    }

    /// Waits until `body` is done with what it sees.
    func wait<Result>(_ body: (inout Value) -> Look<Result>) -> Result {
        withExtendedLifetime(self) {
            let (result, wake) = look(body)
            signal(wake)
            return result
        }
    }

    private func look<Result>(_ body: (inout Value) -> Look<Result>) -> (Result, Wake) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            switch body(&value) {
            case .done(let result, let wake): return (result, wake)
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
