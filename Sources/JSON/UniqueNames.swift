/// Finds a second use of a member name: by comparison while the names are few, by hashing beyond.
struct UniqueNames {
    private var hashed: Set<String> = []

    /// False if `name` is among `members` already.
    mutating func insert(_ name: String, after members: [(key: String, value: JSONValue)]) -> Bool {
        if members.count < 12 { return !members.contains { $0.key == name } }
        if hashed.isEmpty { hashed = Set(members.map(\.key)) }
        return hashed.insert(name).inserted
    }
}
