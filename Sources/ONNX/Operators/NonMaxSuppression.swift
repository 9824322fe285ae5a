import ModelGraph

extension NonMaxSuppression: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> NonMaxSuppression {
        NonMaxSuppression(centerPointBox: try node.attributes.bool("center_point_box") ?? false)
    }
}
