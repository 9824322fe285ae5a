import ModelGraph

/// Why a model cannot be executed, or an inference not be run.
package struct InferenceError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The engine has no integer or float implementation of what a node asks for.
        case unsupported
        /// The model contradicts itself: shapes, formats or initializers that do not fit.
        case invalidModel
        /// A layer whose accumulators could overflow, whatever its checkpoint says.
        case falseProof
        /// Inputs with other names, shapes or types than the model has.
        case invalidInput
    }

    package var kind: Kind
    /// What was found, what was expected, what to do.
    package var message: String
    /// The node it is about, with its operator, if it is about one.
    package var node: String?
    package var operatorName: String?

    package init(_ kind: Kind, _ message: String, node: String? = nil, operatorName: String? = nil) {
        self.kind = kind
        self.message = message
        self.node = node
        self.operatorName = operatorName
    }

    package var description: String {
        guard let node else { return message }
        return "in node \"\(node)\"\(operatorName.map { " (\($0))" } ?? ""): \(message)"
    }

    static func unsupported(_ message: String) -> InferenceError { InferenceError(.unsupported, message) }
    static func invalid(_ message: String) -> InferenceError { InferenceError(.invalidModel, message) }

    /// The same error, said of this node unless it already names one.
    func at(_ node: Node) -> InferenceError {
        self.node == nil
            ? InferenceError(kind, message, node: node.name, operatorName: node.operatorName) : self
    }

    /// What the graph says of itself, of the node it names.
    init(_ error: GraphError) {
        self.init(
            error.kind == .unsupported ? .unsupported : .invalidModel, error.message, node: error.node,
            operatorName: error.operatorName)
    }

    /// Any error that planning a node meets, said of that node.
    static func wrapping(_ error: any Error, at node: Node) -> InferenceError {
        switch error {
        case let error as InferenceError: error.at(node)
        case let error as GraphError: InferenceError(error).at(node)
        default: InferenceError(.invalidModel, "\(error)", node: node.name, operatorName: node.operatorName)
        }
    }
}
