/// What somebody may have meant who wrote a name that there is not.
package enum NearestName {
    /// The name with the fewest single changes (letter added, left out, exchanged), the first of equals; nil if even that
    /// one takes more than a third of the letters.
    package static func of(_ name: String, among names: [String]) -> String? {
        let ranked = names.map { (name: $0, changes: changes(from: name, to: $0)) }
        guard let best = ranked.min(by: { $0.changes < $1.changes }) else { return nil }
        return best.changes <= max(2, best.name.unicodeScalars.count / 3) ? best.name : nil
    }

    /// The fewest single changes that make one name of another (Levenshtein's distance), upper and lower case being the same;
    /// the first 80 letters of `name` are looked at.
    package static func changes(from name: String, to other: String) -> Int {
        let a = Array(name.lowercased().unicodeScalars.prefix(80))
        let b = Array(other.lowercased().unicodeScalars)
        // Row by row of the table of distances between beginnings.
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let substitution = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j + 1] + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
