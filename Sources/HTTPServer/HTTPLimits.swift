/// What one connection may ask for, in bytes and counts. Everything over a limit is refused as soon as it is known.
package struct HTTPLimits: Sendable, Equatable {
    /// Bytes of the request line, CRLF included; more is 414.
    package var requestLineByteLimit = 8 * 1024
    /// Bytes of the whole head, request line included; more is 431.
    package var headByteLimit = 32 * 1024
    /// Field lines in a head; more is 431. At most 1,000.
    package var fieldCountLimit = 100
    /// Bytes of a body after the transfer coding is removed; more is 413.
    package var bodyByteLimit = 32 * 1024 * 1024
    /// Bytes of chunk extensions in one body altogether; more is 400.
    package var chunkExtensionByteLimit = 4 * 1024
    /// Bytes of the trailer section; more is 431.
    package var trailerByteLimit = 8 * 1024

    /// The defaults.
    package init() {}
}
