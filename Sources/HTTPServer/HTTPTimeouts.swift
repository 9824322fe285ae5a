/// How long a connection may take, in seconds.
package struct HTTPTimeouts: Sendable, Equatable {
    /// From a request's first byte (or the connection's start) to the end of its head; then 408.
    package var headSeconds = 10.0
    /// Grace for a body, on top of the time that its bytes take at `minimumBytesPerSecond`; then 408.
    package var bodySeconds = 10.0
    /// Between requests on a kept-alive connection; then it is closed.
    package var idleSeconds = 60.0
    /// Grace for a response, on top of the time that its bytes take at `minimumBytesPerSecond`; then it is cut off.
    package var writeSeconds = 10.0
    /// The slowest peer that is served.
    package var minimumBytesPerSecond = 10_000.0
    /// How long a refused or finished connection is still read, so that the peer sees the answer and not a reset.
    package var lingerSeconds = 2.0

    /// The defaults.
    package init() {}
}
