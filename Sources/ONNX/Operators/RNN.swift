import ModelGraph

extension RNN: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> RNN {
        RNN(recurrence: try node.recurrence(defaults: [.tanh]))
    }
}
