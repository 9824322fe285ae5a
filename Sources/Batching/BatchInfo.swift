/// What became of an item on its way.
public struct BatchInfo: Sendable, Hashable {
    /// From admission to the start of the computation, or to the refusal.
    public var queueNanoseconds: UInt64
    /// From the start of the batch to this item's result; 0 for an item that was not computed.
    public var computeNanoseconds: UInt64
    /// Items computed together; 0 for an item that was not computed.
    public var batchSize: Int
}
