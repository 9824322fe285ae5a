/// Why the reference executor refuses to run: the caller's inputs do not fit the graph.
///
/// What is wrong with the graph itself is a `GraphError` that names the node.
package struct ReferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The graph has an input that was not given.
        case missingInput
        /// A tensor was given whose name is no input of the graph.
        case unknownInput
        /// An input has another element type, rank or extent than the graph declares.
        case unfitInput
        /// A value was asked for that the graph does not hold.
        case unknownValue
    }

    package var kind: Kind
    /// What was found, what was expected.
    package var message: String
    /// The input or value it is about.
    package var value: String

    package init(_ kind: Kind, _ value: String, _ message: String) {
        self.kind = kind
        self.value = value
        self.message = message
    }

    package var description: String { message }
}
