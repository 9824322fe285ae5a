import ModelGraph

extension Cast: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Cast {
        guard let number = try node.attributes.int("to") else { throw .invalid("the attribute to is missing") }
        // Saturation and the rounding mode concern 8-bit floats only.
        _ = try node.attributes.int("saturate")
        _ = try node.attributes.string("round_mode")
        guard let number = Int32(exactly: number), let type = ModelReader.elementType(number) else {
            throw .unsupported("a cast to the ONNX type \(number)")
        }
        return Cast(to: type)
    }
}
