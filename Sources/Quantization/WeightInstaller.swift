import ModelGraph

/// Puts integer weights and biases in the place of the float ones.
struct WeightInstaller {
    /// How many nodes read each value, and how many outputs are it.
    private let readers: [String: Int]

    init(_ graph: Graph) { readers = graph.readerCounts }

    /// A constant that others read as well stays as it is for them; this node gets one of its own.
    func install(_ layer: QuantizedLayer, _ node: Node, _ weights: LayerWeights, in model: inout QuantizedGraph) {
        guard let index = model.graph.nodes.firstIndex(where: { $0.name == node.name }) else { return }
        func place(_ tensor: Tensor, _ position: Int, _ role: String) {
            var name = node.inputs[position]
            if readers[name, default: 0] > 1 {
                name = "\(node.name).\(role)"
                while model.graph.initializers[name] != nil || readers[name] != nil { name += "'" }
            }
            model.graph.initializers[name] = tensor
            model.graph.nodes[index].inputs[position] = name
        }
        let shape = model.graph.initializers[node.inputs[1]]?.shape ?? []
        place(Tensor(shape: shape, int16s: layer.weights), 1, "weight")
        if weights.hasBias {
            place(Tensor(shape: [weights.outputs], elements: .int32(layer.bias)), 2, "bias")
        } else if layer.bias.contains(where: { $0 != 0 }) {
            // A fit may give a bias to a layer that had none.
            var name = "\(node.name).bias"
            while model.graph.initializers[name] != nil || readers[name] != nil { name += "'" }
            model.graph.initializers[name] = Tensor(shape: [weights.outputs], elements: .int32(layer.bias))
            model.graph.nodes[index] = model.graph.nodes[index].withBias(name)
        }
        model.layers[node.name] = layer.format
    }

    /// Drops the constants that nobody reads any more.
    func removeUnused(in model: inout QuantizedGraph) {
        let used = Set(model.graph.nodes.flatMap(\.inputs)).union(model.graph.outputs.map(\.name))
        model.graph.initializers = model.graph.initializers.filter { used.contains($0.key) }
    }
}

extension Node {
    /// The same layer with another bias, or with one where it had none. A residual stays the last input.
    func withBias(_ name: String) -> Node {
        var node = self
        if inputs.count > 2, inputs[2].isEmpty {
            node.inputs[2] = name
        } else {
            node.inputs.insert(name, at: min(2, inputs.count))
        }
        return node
    }
}
