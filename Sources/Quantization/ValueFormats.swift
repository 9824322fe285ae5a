import FixedPoint
import ModelGraph

/// Which values of a graph are INT16, and which of them share one format.
struct ValueFormats {
    /// Values that get a format.
    let integers: Set<String>
    /// Names of formats whose values are multiplied by each other.
    private var factors: Set<String> = []
    /// Names of formats of the graph's inputs.
    private var inputs: Set<String> = []
    /// For each of them the name that stands for all values of its format.
    private let representatives: [String: String]
    /// In the order of the graph, the name that stands for each format.
    let groups: [String]

    /// A value is float32 where nothing but float32 operators stands between it and the graph's outputs: scores keep
    /// their full precision.
    init(_ graph: Graph, types: [String: TensorType]) {
        var needed: Set<String> = []
        for node in graph.nodes.reversed() {
            let rule = FormatRule.of(node, in: graph)
            if rule == .none { continue }
            let feedsInteger = node.outputs.contains { needed.contains($0) }
            if node.op is LRN, let output = node.outputs.first { needed.insert(output) }
            for (index, input) in node.inputs.enumerated() where !input.isEmpty {
                guard graph.initializers[input] == nil, types[input]?.elementType == .float32 else { continue }
                // The residual of a layer is INT16 like its input; the mask of attention is added to float32 scores.
                let isFactor = rule == .product && !(node.op is ScaledDotProductAttention && index == 3)
                if rule == .layer || isFactor || (rule.needsInteger && index == 0)
                    || (feedsInteger && rule != .float && rule != .product)
                {
                    needed.insert(input)
                }
            }
        }
        integers = needed
        var representatives: [String: String] = [:]
        var groups: [String] = []
        for input in graph.inputs where needed.contains(input.name) {
            inputs.insert(input.name)
            representatives[input.name] = input.name
            groups.append(input.name)
        }
        for node in graph.nodes {
            for output in node.outputs where needed.contains(output) {
                if FormatRule.of(node, in: graph).sharesInput, let input = node.inputs.first,
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
        for node in graph.nodes where FormatRule.of(node, in: graph) == .product {
            // Rows of probabilities sum to 1: no accumulator can overflow at 16 bits.
            if SoftmaxRows.areRead(by: node, in: graph) { continue }
            // The values of attention are multiplied by its rows of probabilities.
            for input in node.op is ScaledDotProductAttention ? Array(node.inputs.prefix(2)) : node.inputs {
                if let group = representatives[input] { factors.insert(group) }
            }
        }
    }

    /// The bits that values of a format may have, for reasons other than the layers that read them.
    func bits(_ group: String) -> ClosedRange<Int> {
        // 4095 * 4095 * 128 is below 2^31: exact sums of 128 products, all that a head of attention has.
        if factors.contains(group) { return 2...13 }
        // Neighbouring pixels are alike and so are their rounding errors: they do not average out in a sum.
        return inputs.contains(group) ? 16...16 : 2...16
    }

    /// The name that stands for a value's format; nil for a float32 value.
    func group(_ value: String) -> String? { representatives[value] }
}
