/// What became of an item on its way.
package struct BatchInfo: Sendable, Hashable {
    /// From admission to the start of the computation, or to the refusal.
    package var queueNanoseconds: UInt64
    /// From the start of the batch to this item's result; 0 for an item that was not computed.
    package var computeNanoseconds: UInt64
    /// Items computed together; 0 for an item that was not computed.
    package var batchSize: Int
}
