/// Finds classes by the names that a model gives them.
struct ClassNames {
    private let indices: [String: Int]

    /// - Parameter place: what says names, for the message.
    /// - Throws: `CommandFailure` for a model without names.
    init(_ names: [String]?, neededBy place: String) throws {
        guard let names else {
            throw CommandFailure("\(place) says names of classes, and the checkpoint has none; say numbers")
        }
        // Of two classes with one name, the first.
        indices = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    subscript(name: String) -> Int? { indices[name] }

    /// - Parameter field: names, separated by `;` or `|`.
    /// - Throws: `CommandFailure` for a name that no class has.
    func labels(_ field: String, _ place: String) throws -> [Int] {
        var labels: [Int] = []
        for part in field.split(whereSeparator: { ";|".contains($0) }) {
            let name = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard let label = indices[name] else { throw CommandFailure("\(place): no class is named \"\(name)\"") }
            if !labels.contains(label) { labels.append(label) }
        }
        return labels
    }
}
