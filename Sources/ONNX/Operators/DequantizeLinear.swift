import ModelGraph

extension DequantizeLinear: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> DequantizeLinear {
        var type: ElementType?
        if let number = try node.attributes.int("output_dtype"), number != 0 {
            guard let number = Int32(exactly: number), let given = ModelReader.elementType(number), given.isFloat
            else {
                throw .unsupported("dequantizing to the ONNX type \(number)")
            }
            type = given
        }
        return DequantizeLinear(
            axis: try node.attributes.int("axis") ?? 1, blockSize: try node.attributes.int("block_size") ?? 0,
            outputType: type)
    }
}
