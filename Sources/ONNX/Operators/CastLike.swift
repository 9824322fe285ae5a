import ModelGraph

extension CastLike: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> CastLike {
        // Saturation and the rounding mode concern 8-bit floats only.
        _ = try node.attributes.int("saturate")
        _ = try node.attributes.string("round_mode")
        return CastLike()
    }
}
