import ModelGraph

extension ConstantOfShape: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ConstantOfShape {
        guard let proto = try node.attributes.tensor("value") else { return ConstantOfShape() }
        let value = try TensorReader(externalData: ExternalData(folder: nil)).tensor(proto)
        guard value.count == 1 else { throw .invalid("the attribute value has \(value.count) elements; expected one") }
        // Beyond 2^53 a Double is not exact; no fill value is that large.
        do { return ConstantOfShape(value: try value.doubles("value")[0], elementType: value.elementType) } catch {
            throw .unsupported("a value of type \(value.elementType.rawValue)")
        }
    }
}
