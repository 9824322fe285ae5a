import ModelGraph

extension AffineGrid: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> AffineGrid {
        AffineGrid(alignCorners: try node.attributes.bool("align_corners") ?? false)
    }
}
