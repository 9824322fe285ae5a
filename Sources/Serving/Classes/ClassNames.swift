/// What the classes and groups of a model are called.
struct ClassNames {
    let labels: [String]?
    /// Number of classes, nil where the model leaves it open.
    let count: Int?
    let groups: [ClassGroup]

    /// Up to so many names are looked for one by one; more of them get a table, so that a long list costs no more than its
    /// length.
    private static let scanLimit = 8

    /// The groups, the first class of each label, and the second one of a label that stands for several.
    private struct Table {
        var groups: [String: Int] = [:]
        var first: [String: Int] = [:]
        var second: [String: Int] = [:]

        init(_ labels: [String], _ groups: [ClassGroup]) {
            for (position, group) in groups.enumerated() { self.groups[group.name] = position }
            first.reserveCapacity(labels.count)
            for (index, label) in labels.enumerated() {
                if first[label] == nil { first[label] = index } else if second[label] == nil { second[label] = index }
            }
        }
    }

    /// What is named, in the order of the names.
    ///
    /// - Throws: `ServingError` that names what there is not, or what is not clear.
    func choices(_ names: [ClassName]) throws(ServingError) -> [ClassChoice] {
        let table = names.count > Self.scanLimit ? Table(labels ?? [], groups) : nil
        var result: [ClassChoice] = []
        for name in names { result.append(try choice(name, table)) }
        return result
    }

    /// - Throws: `ServingError`.
    func choice(_ name: ClassName) throws(ServingError) -> ClassChoice { try choice(name, nil) }

    /// - Throws: `ServingError` for an index beyond the model's classes.
    func check(_ index: Int) throws(ServingError) {
        guard index >= 0, index < count ?? .max else {
            throw ServingError(.malformed, "there is no class \(index); \(known)")
        }
    }

    private func choice(_ name: ClassName, _ table: Table?) throws(ServingError) -> ClassChoice {
        switch name {
        case .index(let index):
            try check(index)
            return .index(index)
        case .text(let text):
            if let group = table.map({ $0.groups[text] }) ?? groups.firstIndex(where: { $0.name == text }) {
                return .group(group)
            }
            if let index = table.map({ $0.first[text] }) ?? labels?.firstIndex(of: text) {
                let second = table.map { $0.second[text] } ?? labels?[(index + 1)...].firstIndex(of: text)
                if let second {
                    throw ServingError(
                        .malformed,
                        "the label \"\(text.prefix(60))\" is that of the classes \(index) and \(second); name an index")
                }
                return .index(index)
            }
            if Self.isDecimal(text), let index = Int(text) {
                try check(index)
                return .index(index)
            }
            throw ServingError(.malformed, "there is no class \"\(text.prefix(60))\"; \(known)")
        }
    }

    static func isDecimal(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private var known: String {
        var ways = [count.map { "an index from 0 to \($0 - 1)" } ?? "an index"]
        if labels != nil { ways.append("a label") }
        if !groups.isEmpty { ways.append("a group (\(groups.prefix(20).map(\.name).joined(separator: ", ")))") }
        return "expected "
            + (ways.count == 1 ? ways[0] : ways.dropLast().joined(separator: ", ") + " or " + ways[ways.count - 1])
    }
}
