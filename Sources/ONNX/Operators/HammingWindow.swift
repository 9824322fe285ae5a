import ModelGraph

extension HammingWindow: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> HammingWindow {
        var type = ElementType.float32
        if let number = try node.attributes.int("output_datatype") {
            guard let number = Int32(exactly: number), let given = ModelReader.elementType(number) else {
                throw .unsupported("elements of the ONNX type \(number)")
            }
            type = given
        }
        return HammingWindow(outputType: type, periodic: try node.attributes.bool("periodic") ?? true)
    }
}
