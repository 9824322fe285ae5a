/// A named value that enters or leaves a graph.
package struct Port: Sendable, Hashable, Codable {
    package var name: String
    package var type: TensorType

    package init(name: String, type: TensorType) {
        self.name = name
        self.type = type
    }
}

/// One operation of a graph.
package struct Node: Sendable {
    /// Unique within the graph; ONNX's node name where it is unique, else made from its first output.
    package var name: String
    package var op: any Operator
    /// Names of the values read, in ONNX's order; an empty string stands for an absent optional input.
    package var inputs: [String]
    /// Names of the values written, each written by this node only.
    package var outputs: [String]

    package init(name: String, op: any Operator, inputs: [String], outputs: [String]) {
        self.name = name
        self.op = op
        self.inputs = inputs
        self.outputs = outputs
    }

    /// ONNX's `op_type`.
    package var operatorName: String { type(of: op).name }
}

/// A model as a list of operations in an order in which they can run.
///
/// A value is a name. It is an input of the graph, an initializer, or the output of exactly one node that
/// stands before every node that reads it.
package struct Graph: Sendable {
    package var name: String
    /// What the caller provides; initializers are not listed here.
    package var inputs: [Port]
    package var outputs: [Port]
    /// In topological order.
    package var nodes: [Node]
    /// Constants by value name: weights and folded results.
    package var initializers: [String: Tensor]

    package init(
        name: String, inputs: [Port], outputs: [Port], nodes: [Node], initializers: [String: Tensor]
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.nodes = nodes
        self.initializers = initializers
    }
}

extension Graph {
    /// How many inputs of nodes, and outputs of the graph, each value is.
    package var readerCounts: [String: Int] {
        var counts: [String: Int] = [:]
        for name in nodes.lazy.flatMap(\.inputs) { counts[name, default: 0] += 1 }
        for output in outputs { counts[output.name, default: 0] += 1 }
        return counts
    }
}
