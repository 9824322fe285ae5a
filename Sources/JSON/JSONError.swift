/// Why bytes were refused as JSON.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The cause, for the machine.
    package enum Kind: String, Sendable {
        /// Not JSON by RFC 8259.
        case syntax
        /// Not UTF-8, or an escape that is half a surrogate pair.
        case encoding
        /// A name occurs twice in one object.
        case duplicateKey
        /// A number beyond the range of a double.
        case numberRange
        /// Over one of the `JSONLimits`.
        case limit
    }

    /// The cause, for the machine.
    package let kind: Kind
    /// One sentence: what was found and what was expected.
    package let message: String
    /// Where, in bytes from the start.
    package let offset: Int

    /// Message and place.
    package var description: String { "\(message) (at byte \(offset))" }
}
