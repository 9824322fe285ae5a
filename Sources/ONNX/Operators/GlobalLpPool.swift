import ModelGraph

extension GlobalLpPool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GlobalLpPool {
        GlobalLpPool(p: try node.attributes.int("p") ?? 2)
    }
}
