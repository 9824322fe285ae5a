/// Why an item was not computed.
public enum BatchingError: Error, Sendable, Hashable {
    /// As many items wait as may wait.
    case queueFull(limit: Int)
    /// More items at once than may ever wait.
    case tooMany(Int, limit: Int)
    /// The batcher takes nothing any more.
    case stopped
    /// Its deadline passed before it was computed.
    case deadlineExceeded
    /// Whoever asked left before it was computed.
    case cancelled
}
