/// Why the server could not start.
package struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    /// The cause, for the machine.
    package enum Kind: String, Sendable {
        /// A setting is out of its range.
        case configuration
        /// The host name or address cannot be used.
        case address
        /// Certificate, key or authorities cannot be used.
        case tls
        /// A system call failed.
        case system
    }

    /// The cause, for the machine.
    package let kind: Kind
    /// One sentence: what was tried, what happened, what to do.
    package let message: String
    /// `errno` of the failed call, or 0.
    package let code: Int32

    init(_ kind: Kind, _ message: String, code: Int32 = 0) {
        self.kind = kind
        self.message = message
        self.code = code
    }

    /// The message.
    package var description: String { message }
}
