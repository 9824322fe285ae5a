import ModelGraph

extension EyeLike: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> EyeLike {
        var type: ElementType?
        if let number = try node.attributes.int("dtype") {
            guard let number = Int32(exactly: number), let given = ModelReader.elementType(number) else {
                throw .unsupported("elements of the ONNX type \(number)")
            }
            type = given
        }
        return EyeLike(dtype: type, k: try node.attributes.int("k") ?? 0)
    }
}
