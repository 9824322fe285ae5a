import FixedPoint
import ModelGraph

/// The JSON documents in a checkpoint's `__metadata__`, one string each.
enum CheckpointDocument {
    /// Keys of `__metadata__`.
    enum Key {
        static let format = "format"
        static let version = "version"
        static let graph = "graph"
        static let formats = "formats"
        static let layers = "layers"
        static let model = "model"
        /// Layouts of the tensors that are stored compactly, by name; from version 3 on, absent before.
        static let sparse = "sparse"
        static let packed = "packed"
        static let digest = "digest"
    }

    static let formatName = "mantissa"
    /// Raised by every change that older readers would misread.
    static let version = 3
    /// The version of a file whose tensors are all stored as they are: older readers take it.
    static let denseVersion = 2

    /// A graph without its initializers, which are the file's tensors.
    struct GraphDocument: Codable {
        var name: String
        var inputs: [Port]
        var outputs: [Port]
        var nodes: [NodeDocument]
    }

    struct NodeDocument: Codable {
        var node: Node

        private enum CodingKeys: String, CodingKey {
            case name, op, attributes, inputs, outputs
        }

        init(_ node: Node) { self.node = node }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let op = try OperatorTable.decode(
                name: container.decode(String.self, forKey: .op),
                from: container.superDecoder(forKey: .attributes))
            node = Node(
                name: try container.decode(String.self, forKey: .name), op: op,
                inputs: try container.decode([String].self, forKey: .inputs),
                outputs: try container.decode([String].self, forKey: .outputs))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(node.name, forKey: .name)
            try container.encode(node.operatorName, forKey: .op)
            try node.op.encode(to: container.superEncoder(forKey: .attributes))
            try container.encode(node.inputs, forKey: .inputs)
            try container.encode(node.outputs, forKey: .outputs)
        }
    }
}
