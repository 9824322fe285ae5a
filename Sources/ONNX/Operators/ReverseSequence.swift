import ModelGraph

extension ReverseSequence: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReverseSequence {
        ReverseSequence(
            batchAxis: try node.attributes.int("batch_axis") ?? 1, timeAxis: try node.attributes.int("time_axis") ?? 0)
    }
}
