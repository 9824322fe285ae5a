/// What `RequestParser` found next.
enum ParserEvent {
    /// All bytes given are used up, and the request goes on.
    case needsMore
    /// A head is complete and in order.
    case head(RequestHead)
    /// Content bytes: their place in the buffer given.
    case body(Range<Int>)
    /// The request is complete; the next byte begins another.
    case end
    /// The bytes are refused. The parser stays in this state.
    case failure(HTTPFailure)
}
