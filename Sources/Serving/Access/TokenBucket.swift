/// A rate limit: a bucket of `burst` tokens, into which a token falls at regular intervals; each request takes one.
///
/// A pure value without a clock. It counts no tokens, but keeps the time at which the bucket is full again (the generic cell
/// rate algorithm of ITU-T I.371), so that whole nanoseconds are exact: who waits as long as told is served.
struct TokenBucket: Sendable, Hashable {
    /// Nanoseconds from one token to the next, at least 1.
    private let interval: UInt64
    /// From an empty bucket to a full one.
    private let capacity: UInt64
    private var fullAt: UInt64 = 0
    private var latest: UInt64 = 0

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - perSecond: 0.001 to 1,000,000.
    ///   - burst: 1 to 1,000,000.
    init(perSecond: Double, burst: Int) {
        // At most 10^12 and 10^18: sums with a monotonic clock stay below 2^64.
        interval = UInt64((1e9 / min(max(perSecond, 0.001), 1e9)).rounded())
        capacity = interval * UInt64(min(max(burst, 1), 1_000_000))
    }

    /// Takes a token if there is one.
    ///
    /// - Parameter time: nanoseconds of a monotonic clock. Several threads may tell theirs out of order: an earlier one than the
    ///   latest counts as that.
    /// - Returns: nil if one was taken, else the nanoseconds until there is one.
    mutating func take(at time: UInt64) -> UInt64? {
        let now = max(time, latest)
        latest = now
        let fullAfter = max(fullAt, now) + interval
        guard fullAfter <= now + capacity else { return fullAfter - now - capacity }
        fullAt = fullAfter
        return nil
    }
}
