/// A place in a loop's table of connections and how often it was used before, so that a late event for a connection
/// that is gone does not reach the one in its place.
struct ConnectionToken: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32

    /// Stands for the listener; the table never grows to this slot.
    static let listener = ConnectionToken(slot: .max, generation: 0)

    init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }

    /// As the kernel keeps it in an event.
    init(rawValue: UInt64) {
        self.init(slot: UInt32(truncatingIfNeeded: rawValue), generation: UInt32(truncatingIfNeeded: rawValue >> 32))
    }

    var rawValue: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}
