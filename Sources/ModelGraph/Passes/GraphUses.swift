/// Who writes and who reads each value of a graph, for passes.
struct GraphUses {
    private var writers: [String: Int] = [:]
    private var readers: [String: [Int]] = [:]
    private let outputs: Set<String>

    init(_ graph: Graph) {
        for (index, node) in graph.nodes.enumerated() {
            for output in node.outputs where !output.isEmpty { writers[output] = index }
            for input in node.inputs where !input.isEmpty { readers[input, default: []].append(index) }
        }
        outputs = Set(graph.outputs.map(\.name))
    }

    /// The number of the node that writes a value; nil for inputs and initializers.
    func writer(_ value: String) -> Int? { writers[value] }

    /// The numbers of the nodes that read a value, once per input.
    func readers(_ value: String) -> [Int] { readers[value] ?? [] }

    func isOutput(_ value: String) -> Bool { outputs.contains(value) }

    /// The only node that reads a value, if the graph does not give the value out.
    func soleReader(_ value: String) -> Int? {
        let all = readers(value)
        return all.count == 1 && !isOutput(value) ? all[0] : nil
    }
}

extension Graph {
    /// A constant's value, if it is one.
    func constant(_ name: String) -> Tensor? { initializers[name] }

    /// A constant of one float.
    func scalar(_ name: String) -> Float? {
        guard let tensor = initializers[name], tensor.count == 1 else { return nil }
        return tensor.floats?.first
    }

    /// Whether bias, residual and activation may become part of a node: a product of two activations stays bare, since the
    /// integer engine has it bare only, and so does one by a vector, whose axes are not those of its result.
    func mayHaveEpilogue(_ node: Node) -> Bool {
        guard node.op is MatMul else { return true }
        return node.inputs.count > 1 && (constant(node.inputs[1])?.shape.count ?? 0) >= 2
    }

    /// Lets every reader of a value, and the graph's outputs, read another one.
    mutating func replace(_ value: String, with other: String) {
        for index in nodes.indices {
            for position in nodes[index].inputs.indices where nodes[index].inputs[position] == value {
                nodes[index].inputs[position] = other
            }
        }
    }

    /// Adds a constant under a name that no value has yet.
    mutating func addInitializer(_ tensor: Tensor, near name: String) -> String {
        let candidate = freeValueName(near: name)
        initializers[candidate] = tensor
        return candidate
    }

    /// A name that no value has yet.
    func freeValueName(near name: String) -> String {
        var taken = Set(initializers.keys).union(inputs.map(\.name))
        for node in nodes { taken.formUnion(node.outputs) }
        return Self.free(name, taken)
    }

    /// A name that no node has yet.
    func freeNodeName(near name: String) -> String { Self.free(name, Set(nodes.map(\.name))) }

    private static func free(_ name: String, _ taken: Set<String>) -> String {
        var candidate = name
        var number = 1
        while taken.contains(candidate) {
            candidate = "\(name).\(number)"
            number += 1
        }
        return candidate
    }
}
