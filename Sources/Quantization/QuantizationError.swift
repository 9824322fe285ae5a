import ModelGraph

/// Why a model was not quantized.
package struct QuantizationError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// No calibration samples, or samples that the model turns into NaN or infinity.
        case calibration
        /// A node, a weight or a value that has no form in integers.
        case model
        /// An option outside of its range.
        case invalidOption
    }

    package var kind: Kind
    /// What was found, what was expected, what to do.
    package var message: String
    /// The node it is about, if it is about one.
    package var node: String?
    /// ONNX's name of the node's operator.
    package var operatorName: String?

    package init(_ kind: Kind, _ message: String, node: String? = nil) {
        self.kind = kind
        self.message = message
        self.node = node
    }

    init(_ kind: Kind, _ message: String, at node: Node) {
        self.init(kind, message, node: node.name)
        operatorName = node.operatorName
    }

    package var description: String {
        node.map { "in node \"\($0)\"\(operatorName.map { " (\($0))" } ?? ""): \(message)" } ?? message
    }
}
