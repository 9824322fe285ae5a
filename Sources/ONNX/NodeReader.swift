import ModelGraph

/// What an operator is read from: one node's attributes and inputs, and the opset that gives them meaning.
struct NodeReader {
    var attributes: AttributeReader
    /// Names of the inputs; empty ones are absent. Readers append what older opsets kept in attributes.
    private(set) var inputs: [String]
    let outputs: [String]
    let opset: Int
    /// A unique name to derive names of constants from.
    let name: String
    /// Constants that attributes became.
    private(set) var constants: [String: Tensor] = [:]

    init(_ proto: Onnx_NodeProto, name: String, opset: Int) throws(ONNXError) {
        attributes = try AttributeReader(proto)
        inputs = proto.input
        outputs = proto.output
        self.opset = opset
        self.name = name
    }

    /// Makes an attribute of an older opset the input that it became.
    mutating func setInput(_ index: Int, _ role: String, _ tensor: Tensor) {
        while inputs.count <= index { inputs.append("") }
        let constant = "\(name).\(role)"
        inputs[index] = constant
        constants[constant] = tensor
    }

    mutating func setInput(_ index: Int, _ role: String, ints: [Int]) {
        setInput(index, role, Tensor(shape: [ints.count], int64s: ints.map(Int64.init)))
    }

    /// Gives an input the place that a later opset gave it.
    mutating func moveInput(_ index: Int, to place: Int) {
        guard index < inputs.count else { return }
        let name = inputs.remove(at: index)
        while inputs.count < place { inputs.append("") }
        inputs.insert(name, at: place)
    }

    /// Refuses a node that uses outputs beyond the first.
    func requireOneOutput(_ what: String) throws(ONNXError) {
        guard outputs.dropFirst().allSatisfy(\.isEmpty) else { throw .unsupported("the output \(what)") }
    }
}

/// An operator of an older opset that is read as another one.
protocol AliasedOperator: Sendable {
    /// - Throws: `ONNXError`; the caller adds the node.
    static func read(_ node: inout NodeReader) throws(ONNXError) -> any Operator
}

/// An operator that can be read from ONNX.
protocol ReadableOperator: Operator {
    /// - Throws: `ONNXError`; the caller adds the node.
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Self
}
