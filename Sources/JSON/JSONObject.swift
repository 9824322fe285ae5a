/// The members of a JSON object, in the order they were written; names are unique.
package struct JSONObject: Sendable, Equatable {
    /// Name and value, in order.
    package let members: [(key: String, value: JSONValue)]

    /// Makes an object. The names must be unique; the parser has checked them.
    package init(members: [(key: String, value: JSONValue)]) {
        self.members = members
    }

    /// The value of `key`, or nil. A linear search: request objects have a handful of members.
    package subscript(key: String) -> JSONValue? {
        members.first { $0.key == key }?.value
    }

    /// The names, in order.
    package var keys: [String] { members.map(\.key) }

    /// Equal names and values in the same order.
    package static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
        lhs.members.count == rhs.members.count
            && zip(lhs.members, rhs.members).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }
}
