import ModelGraph

/// Who reads the values of each format.
struct ValueReaders {
    /// Nodes of layers that multiply a format's values with their weights, by the name that stands for the format.
    private(set) var layers: [String: [String]] = [:]
    /// Formats whose values something else than a layer's product reads as integers.
    private(set) var others: Set<String> = []

    init(_ graph: Graph, _ values: ValueFormats) {
        for node in graph.nodes {
            let isLayer = FormatRule.of(node, in: graph) == .layer
            for (index, input) in node.inputs.enumerated() {
                guard let group = values.group(input) else { continue }
                if index == 0, isLayer {
                    layers[group, default: []].append(node.name)
                } else if !node.outputs.contains(where: { values.group($0) == group }) {
                    others.insert(group)
                }
            }
        }
        for output in graph.outputs { if let group = values.group(output.name) { others.insert(group) } }
    }
}
