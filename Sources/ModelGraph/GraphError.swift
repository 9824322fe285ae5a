/// Why a graph, or a node of it, is not valid or not supported.
package struct GraphError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// An operator, attribute, element type or opset that Mantissa does not implement.
        case unsupported
        /// Something that no valid model contains: a cycle, a value nobody writes, shapes that do not fit.
        case invalid
    }

    package var kind: Kind
    /// What was found, what was expected, what to do.
    package var message: String
    /// The node it is about, with its operator, once known.
    package var node: String?
    package var operatorName: String?

    package init(_ kind: Kind, _ message: String, node: String? = nil, operatorName: String? = nil) {
        self.kind = kind
        self.message = message
        self.node = node
        self.operatorName = operatorName
    }

    package static func unsupported(_ message: String) -> GraphError { GraphError(.unsupported, message) }
    package static func invalid(_ message: String) -> GraphError { GraphError(.invalid, message) }

    /// The same error, said of this node unless it already names one.
    package func at(_ node: Node) -> GraphError {
        self.node == nil
            ? GraphError(kind, message, node: node.name, operatorName: node.operatorName) : self
    }

    package var description: String {
        guard let node else { return message }
        return "in node \"\(node)\"\(operatorName.map { " (\($0))" } ?? ""): \(message)"
    }
}
