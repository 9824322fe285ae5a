package import JSON

/// How a request or a setting names a class or a group.
package enum ClassName: Sendable, Hashable {
    /// A whole number of JSON: the index of a class.
    case index(Int)
    /// A text: a group, else a label, else an index in decimal digits.
    case text(String)

    /// - Returns: nil for what is neither a whole number nor a text.
    package init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .text(text)
        default:
            guard let index = value.integer else { return nil }
            self = .index(index)
        }
    }
}
