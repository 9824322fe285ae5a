import Glibc

/// Nanoseconds of a clock that no one sets.
enum MonotonicClock {
    /// The time now.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// `seconds` as nanoseconds, cut to 0 ... about 30 years.
    static func nanoseconds(_ seconds: Double) -> UInt64 {
        seconds > 0 ? UInt64(min(seconds * 1e9, 1e18)) : 0
    }
}
