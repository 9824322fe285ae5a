import ModelGraph

extension QuantizeLinear: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> QuantizeLinear {
        var type = ElementType.uint8
        if let number = try node.attributes.int("output_dtype"), number != 0 {
            guard let number = Int32(exactly: number), let given = ModelReader.elementType(number) else {
                throw .unsupported("quantizing to the ONNX type \(number)")
            }
            type = given
        }
        // Saturation concerns 8-bit floats only; the precision of the division is the input's.
        _ = try node.attributes.int("saturate")
        _ = try node.attributes.int("precision")
        return QuantizeLinear(
            axis: try node.attributes.int("axis") ?? 1, blockSize: try node.attributes.int("block_size") ?? 0,
            outputType: type)
    }
}
