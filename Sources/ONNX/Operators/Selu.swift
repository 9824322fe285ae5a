import ModelGraph

extension Selu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Selu {
        Selu(
            alpha: try node.attributes.float("alpha") ?? 1.67326319217681884765625,
            gamma: try node.attributes.float("gamma") ?? 1.05070102214813232421875)
    }
}
