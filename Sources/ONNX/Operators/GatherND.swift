import ModelGraph

extension GatherND: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GatherND {
        GatherND(batchDims: try node.attributes.int("batch_dims") ?? 0)
    }
}
