import ModelGraph

extension LSTM: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LSTM {
        let forget = try node.attributes.bool("input_forget") ?? false
        return LSTM(recurrence: try node.recurrence(defaults: [.sigmoid, .tanh, .tanh]), inputForget: forget)
    }
}
