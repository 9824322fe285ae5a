import FoundationEssentials
import ModelGraph

/// An operator's attributes as ONNX's, from the same `Encodable` form that a checkpoint holds as JSON.
///
/// A property's name in snake case is the attribute's name; `names` lists those that ONNX spells otherwise. Empty lists
/// are left out: they stand for ONNX's defaults.
enum AttributeWriter {
    /// - Throws: `ONNXError` for an attribute that has no form in ONNX.
    static func attributes(of op: any Operator) throws -> [Onnx_AttributeProto] {
        let sink = AttributeSink()
        try op.encode(to: AttributeEncoder(sink: sink))
        return sink.attributes
    }

    static func int(_ name: String, _ value: Int) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.i) = (name, .int, Int64(value))
        return attribute
    }

    static func ints(_ name: String, _ values: [Int]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.ints) = (name, .ints, values.map(Int64.init))
        return attribute
    }

    static func float(_ name: String, _ value: Float) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.f) = (name, .float, value)
        return attribute
    }

    static func string(_ name: String, _ value: String) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.s) = (name, .string, Data(value.utf8))
        return attribute
    }

    static func strings(_ name: String, _ values: [String]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.strings) = (name, .strings, values.map { Data($0.utf8) })
        return attribute
    }

    static func tensor(_ name: String, _ value: Onnx_TensorProto) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.t) = (name, .tensor, value)
        return attribute
    }

    /// Attributes that ONNX does not write in snake case, or calls otherwise.
    fileprivate static let names = [
        "keepDims": "keepdims", "allowZero": "allowzero", "transA": "transA", "transB": "transB",
        "coordinates": "coordinate_transformation_mode", "cubicCoefficient": "cubic_coeff_a",
        "aspectRatio": "keep_aspect_ratio_policy", "outputType": "output_datatype",
    ]

    fileprivate static func name(of key: String) -> String {
        if let name = names[key] { return name }
        var name = ""
        for letter in key {
            if letter.isUppercase { name.append("_") }
            name += letter.lowercased()
        }
        return name
    }
}

/// What the encoders of one operator write to.
private final class AttributeSink {
    var attributes: [Onnx_AttributeProto] = []
}

private struct AttributeEncoder: Encoder {
    let sink: AttributeSink
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(AttributeContainer<Key>(sink: sink))
    }

    // An operator is a struct of named attributes; lists and single values are never asked for.
    func unkeyedContainer() -> any UnkeyedEncodingContainer { preconditionFailure("an operator is no list") }
    func singleValueContainer() -> any SingleValueEncodingContainer {
        preconditionFailure("an operator is no single value")
    }
}

private struct AttributeContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: AttributeSink
    var codingPath: [any CodingKey] { [] }

    private func add(_ attribute: Onnx_AttributeProto) { sink.attributes.append(attribute) }
    private func name(_ key: Key) -> String { AttributeWriter.name(of: key.stringValue) }

    func encodeNil(forKey key: Key) {}
    func encode(_ value: Bool, forKey key: Key) { add(AttributeWriter.int(name(key), value ? 1 : 0)) }
    func encode(_ value: Int, forKey key: Key) { add(AttributeWriter.int(name(key), value)) }
    func encode(_ value: Float, forKey key: Key) { add(AttributeWriter.float(name(key), value)) }
    func encode(_ value: String, forKey key: Key) { add(AttributeWriter.string(name(key), value)) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        switch value {
        case is Epilogue: break  // Nodes of its own.
        case let type as ElementType: add(AttributeWriter.int(name(key), Int(type.number)))
        case let conv as Conv: try conv.encode(to: AttributeEncoder(sink: sink))
        case let values as [Int]: if !values.isEmpty { add(AttributeWriter.ints(name(key), values)) }
        case let choice as any RawRepresentable:
            guard let text = choice.rawValue as? String else { throw Self.unknown(key) }
            add(AttributeWriter.string(name(key), text))
        default: throw Self.unknown(key)
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { KeyedEncodingContainer(AttributeContainer<Nested>(sink: sink)) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        preconditionFailure("no operator nests lists")
    }
    func superEncoder() -> any Encoder { AttributeEncoder(sink: sink) }
    func superEncoder(forKey key: Key) -> any Encoder { AttributeEncoder(sink: sink) }

    private static func unknown(_ key: Key) -> ONNXError {
        .unsupported("the attribute \(key.stringValue) has no form in ONNX")
    }
}
