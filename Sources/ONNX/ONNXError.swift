import ModelGraph

/// Why an ONNX file was not read.
package struct ONNXError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The file cannot be opened or read.
        case unreadable
        /// The bytes are no ONNX model, or one that contradicts itself.
        case invalid
        /// An operator, attribute, type, opset or feature that Mantissa does not implement.
        case unsupported
    }

    package var kind: Kind
    /// What was found, what was expected, what to do.
    package var message: String
    /// The node it is about, with its operator.
    package var node: String?
    package var operatorName: String?

    package init(_ kind: Kind, _ message: String, node: String? = nil, operatorName: String? = nil) {
        self.kind = kind
        self.message = message
        self.node = node
        self.operatorName = operatorName
    }

    static func invalid(_ message: String) -> ONNXError { ONNXError(.invalid, message) }
    static func unsupported(_ message: String) -> ONNXError { ONNXError(.unsupported, message) }

    /// The graph's own errors keep their kind and place.
    init(_ error: GraphError) {
        self.init(
            error.kind == .unsupported ? .unsupported : .invalid, error.message, node: error.node,
            operatorName: error.operatorName)
    }

    package var description: String {
        guard let node else { return message }
        return "in node \"\(node)\"\(operatorName.map { " (\($0))" } ?? ""): \(message)"
    }
}
