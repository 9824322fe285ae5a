import ModelGraph

extension GRU: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GRU {
        let linear = try node.attributes.bool("linear_before_reset") ?? false
        return GRU(recurrence: try node.recurrence(defaults: [.sigmoid, .tanh]), linearBeforeReset: linear)
    }
}
