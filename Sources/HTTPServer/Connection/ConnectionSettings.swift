/// The limits, times and rules that all connections of a server share, times in nanoseconds.
final class ConnectionSettings: Sendable {
    let limits: HTTPLimits
    let headNanoseconds: UInt64
    let bodyNanoseconds: UInt64
    let idleNanoseconds: UInt64
    let writeNanoseconds: UInt64
    let lingerNanoseconds: UInt64
    private let nanosecondsPerByte: Double
    /// Refuses a request whose content has not all come yet; see `RequestHandler`.
    let refusal: @Sendable (ServerRequest) -> ServerResponse?

    init(
        limits: HTTPLimits, timeouts: HTTPTimeouts,
        refusal: @escaping @Sendable (ServerRequest) -> ServerResponse? = { _ in nil }
    ) {
        self.limits = limits
        self.refusal = refusal
        headNanoseconds = MonotonicClock.nanoseconds(timeouts.headSeconds)
        bodyNanoseconds = MonotonicClock.nanoseconds(timeouts.bodySeconds)
        idleNanoseconds = MonotonicClock.nanoseconds(timeouts.idleSeconds)
        writeNanoseconds = MonotonicClock.nanoseconds(timeouts.writeSeconds)
        lingerNanoseconds = MonotonicClock.nanoseconds(timeouts.lingerSeconds)
        nanosecondsPerByte = 1e9 / max(timeouts.minimumBytesPerSecond, 1e-3)
    }

    /// What `byteCount` bytes may take at the slowest rate that is served.
    func nanoseconds(forBytes byteCount: Int) -> UInt64 {
        UInt64(min(Double(byteCount) * nanosecondsPerByte, 1e18))
    }
}
