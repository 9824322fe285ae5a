import Glibc

/// The time that deadlines and durations are measured in: nanoseconds of the monotonic clock.
enum Clock {
    @Sendable static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
