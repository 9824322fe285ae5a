import ModelGraph

extension BlackmanWindow: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BlackmanWindow {
        var type = ElementType.float32
        if let number = try node.attributes.int("output_datatype") {
            guard let number = Int32(exactly: number), let given = ModelReader.elementType(number) else {
                throw .unsupported("elements of the ONNX type \(number)")
            }
            type = given
        }
        return BlackmanWindow(outputType: type, periodic: try node.attributes.bool("periodic") ?? true)
    }
}
