import ModelGraph

extension Trilu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Trilu {
        Trilu(upper: try node.attributes.bool("upper") ?? true)
    }
}
