import ModelGraph

extension CastLike: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> CastLike {
        // Saturation concerns 8-bit floats only.
        _ = try node.attributes.int("saturate")
        return CastLike()
    }
}
