/// The connections of one loop, found by token.
struct ConnectionTable {
    private var slots: [Connection?] = []
    private var generations: [UInt32] = []
    private var free: [UInt32] = []

    /// Connections in the table.
    var count: Int { slots.count - free.count }

    /// Makes a connection with a token of its own and keeps it.
    mutating func insert(_ make: (ConnectionToken) -> Connection) -> Connection {
        let slot: UInt32
        if let last = free.popLast() {
            slot = last
        } else {
            slot = UInt32(slots.count)
            slots.append(nil)
            generations.append(0)
        }
        let connection = make(ConnectionToken(slot: slot, generation: generations[Int(slot)]))
        slots[Int(slot)] = connection
        return connection
    }

    /// The connection of `token` if it is still there.
    subscript(token: ConnectionToken) -> Connection? {
        guard token.slot < slots.count, generations[Int(token.slot)] == token.generation else { return nil }
        return slots[Int(token.slot)]
    }

    /// Forgets the connection of `token`.
    mutating func remove(_ token: ConnectionToken) {
        guard self[token] != nil else { return }
        slots[Int(token.slot)] = nil
        generations[Int(token.slot)] &+= 1
        free.append(token.slot)
    }

    /// All connections, as they are now.
    var all: [Connection] { slots.compactMap { $0 } }
}
