/// One extent of a tensor's shape before the inputs are known.
package enum Dimension: Sendable, Hashable, CustomStringConvertible {
    /// A number known when the model is read.
    case fixed(Int)
    /// A name that stands for one number, the same wherever the name occurs: `N`, `batch`.
    case symbol(String)

    /// An extent of which nothing is known: shape inference gives it a name of its own.
    package static let unknown = Dimension.symbol("?")

    package var fixed: Int? {
        if case .fixed(let value) = self { value } else { nil }
    }

    package var description: String {
        switch self {
        case .fixed(let value): String(value)
        case .symbol(let name): name
        }
    }
}

extension Dimension: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    package init(integerLiteral value: Int) { self = .fixed(value) }
    package init(stringLiteral value: String) { self = .symbol(value) }
}

/// Written as a number or as a string.
extension Dimension: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int.self) {
            self = .fixed(value)
        } else {
            self = .symbol(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .fixed(let value): try container.encode(value)
        case .symbol(let name): try container.encode(name)
        }
    }
}
