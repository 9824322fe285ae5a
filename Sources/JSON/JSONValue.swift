/// A JSON document in memory.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits in an `Int` (`-0` is a `.number`).
    case integer(Int)
    /// Any other number, correctly rounded; always finite.
    case number(Double)
    case string(String)
    /// Any array that is not of the compact form below; the empty array too.
    case array([JSONValue])
    /// A non-empty array of numbers only, each exactly what `.integer` or `.number` would be as a `Double`. The parser
    /// always uses this form when it can (an integer beyond 2^53 prevents it), so that a tensor costs 8 bytes a number.
    case numbers([Double])
    case object(JSONObject)
}
