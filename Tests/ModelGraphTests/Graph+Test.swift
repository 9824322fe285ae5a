import ModelGraph

extension Graph {
    /// A graph with the input x and the output y.
    static func test(
        input: [Dimension] = ["N", 2, 4, 4], nodes: [Node], initializers: [String: Tensor] = [:],
        outputs: [String] = ["y"]
    ) -> Graph {
        Graph(
            name: "test", inputs: [Port(name: "x", type: TensorType(.float32, input))],
            outputs: outputs.map { Port(name: $0, type: TensorType(.float32, [])) }, nodes: nodes,
            initializers: initializers)
    }

    /// ONNX's names of the operators, in order.
    var operators: [String] { nodes.map(\.operatorName) }
}

extension Node {
    /// Inputs and, last, the output, which also names the node.
    static func test(_ op: any Operator, _ values: String..., name: String? = nil) -> Node {
        Node(
            name: name ?? values[values.count - 1], op: op, inputs: Array(values.dropLast()),
            outputs: [values[values.count - 1]])
    }
}

extension Conv {
    /// A window without stride or padding.
    static let plain = Conv(kernelShape: [], strides: [], pads: [], dilations: [])
}

extension Tensor {
    static func ones(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, floats: [Float](repeating: 1, count: shape.reduce(1, *)))
    }

    static func list(_ values: [Int64]) -> Tensor { Tensor(shape: [values.count], int64s: values) }
}
