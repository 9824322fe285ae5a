import FixedPoint
import ModelGraph

/// Which values of a graph are INT16, and which of them share one format.
struct ValueFormats {
    /// Values that get a format.
    let integers: Set<String>
    /// For each of them the name that stands for all values of its format.
    private let representatives: [String: String]
    /// In the order of the graph, the name that stands for each format.
    let groups: [String]

    /// A value is float32 where nothing but float32 operators stands between it and the graph's outputs: scores keep
    /// their full precision.
    init(_ graph: Graph, types: [String: TensorType]) throws(QuantizationError) {
        var needed: Set<String> = []
        for node in graph.nodes.reversed() {
            let rule = try FormatRule.of(node, in: graph)
            if rule == .none { continue }
            let feedsInteger = node.outputs.contains { needed.contains($0) }
            if node.op is LRN, let output = node.outputs.first { needed.insert(output) }
            for (index, input) in node.inputs.enumerated() where !input.isEmpty {
                guard graph.initializers[input] == nil, types[input]?.elementType == .float32 else { continue }
                // The residual of a layer is INT16 like its input.
                if rule == .layer || (rule.needsInteger && index == 0) || (feedsInteger && rule != .float) {
                    needed.insert(input)
                }
            }
        }
        integers = needed
        var representatives: [String: String] = [:]
        var groups: [String] = []
        for input in graph.inputs where needed.contains(input.name) {
            representatives[input.name] = input.name
            groups.append(input.name)
        }
        for node in graph.nodes {
            for (index, output) in node.outputs.enumerated() where needed.contains(output) {
                if index == 0, try FormatRule.of(node, in: graph).sharesInput, let input = node.inputs.first,
                    let known = representatives[input]
                {
                    representatives[output] = known
                } else {
                    representatives[output] = output
                    groups.append(output)
                }
            }
        }
        self.representatives = representatives
        self.groups = groups
    }

    /// The name that stands for a value's format; nil for a float32 value.
    func group(_ value: String) -> String? { representatives[value] }
}
