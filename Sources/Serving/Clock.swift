import Glibc

/// The time that deadlines and durations are measured in: nanoseconds of the monotonic clock.
enum Clock {
    /// What the calling thread has computed, in nanoseconds: the times at which others had its processor do not count.
    static func threadTime() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    @Sendable static func now() -> UInt64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
