import ModelGraph

extension ConstantOfShape: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ConstantOfShape {
        guard let proto = try node.attributes.tensor("value") else { return ConstantOfShape() }
        let value = try TensorReader(externalData: ExternalData(folder: nil)).tensor(proto)
        guard value.count == 1 else { throw .invalid("the attribute value has \(value.count) elements; expected one") }
        switch value.elements {
        case .float32(let values): return ConstantOfShape(value: Double(values[0]), elementType: .float32)
        // Beyond 2^53 a Double is not exact; no shape is that large.
        case .int64(let values): return ConstantOfShape(value: Double(values[0]), elementType: .int64)
        default: throw .unsupported("a value of type \(value.elementType.rawValue)")
        }
    }
}
