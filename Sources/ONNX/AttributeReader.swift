import FoundationEssentials
import ModelGraph

/// The attributes of one node: each is asked for by name and type, and one that nobody asks for is an error.
struct AttributeReader {
    private let attributes: [String: Onnx_AttributeProto]
    private var asked: Set<String> = []

    init(_ node: Onnx_NodeProto) throws(ONNXError) {
        var attributes: [String: Onnx_AttributeProto] = [:]
        for attribute in node.attribute {
            guard attributes.updateValue(attribute, forKey: attribute.name) == nil else {
                throw .invalid("the attribute \(attribute.name) is given twice")
            }
            guard attribute.refAttrName.isEmpty else {
                throw .unsupported("the attribute \(attribute.name) refers to a function's attribute")
            }
        }
        self.attributes = attributes
    }

    func has(_ name: String) -> Bool { attributes[name] != nil }

    mutating func int(_ name: String) throws(ONNXError) -> Int? {
        guard let attribute = try find(name, .int) else { return nil }
        return Int(attribute.i)
    }

    mutating func bool(_ name: String) throws(ONNXError) -> Bool? {
        guard let value = try int(name) else { return nil }
        guard value == 0 || value == 1 else { throw .invalid("the attribute \(name) is \(value); expected 0 or 1") }
        return value == 1
    }

    mutating func float(_ name: String, infinite: Bool = false) throws(ONNXError) -> Float? {
        guard let attribute = try find(name, .float) else { return nil }
        guard attribute.f.isFinite || (infinite && !attribute.f.isNaN) else {
            throw .invalid("the attribute \(name) is \(attribute.f)")
        }
        return attribute.f
    }

    /// As it is, NaN included: the value of a Constant.
    mutating func anyFloat(_ name: String) throws(ONNXError) -> Float? { try find(name, .float)?.f }

    mutating func string(_ name: String) throws(ONNXError) -> String? {
        guard let attribute = try find(name, .string) else { return nil }
        return String(decoding: attribute.s, as: UTF8.self)
    }

    mutating func ints(_ name: String) throws(ONNXError) -> [Int]? {
        guard let attribute = try find(name, .ints) else { return nil }
        return attribute.ints.map { Int($0) }
    }

    mutating func floats(_ name: String) throws(ONNXError) -> [Float]? { try find(name, .floats)?.floats }

    mutating func strings(_ name: String) throws(ONNXError) -> [String]? {
        try find(name, .strings)?.strings.map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func tensor(_ name: String) throws(ONNXError) -> Onnx_TensorProto? { try find(name, .tensor)?.t }

    /// One of the strings of an enumeration.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _: Choice.Type
    ) throws(ONNXError) -> Choice? {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .unsupported("the attribute \(name) is \"\(text)\"; supported: \(choices)")
        }
        return choice
    }

    /// - Throws: `ONNXError` that names the first attribute nobody asked for.
    func finish() throws(ONNXError) {
        if let unknown = attributes.keys.sorted().first(where: { !asked.contains($0) }) {
            throw .unsupported("unknown attribute \(unknown)")
        }
    }

    private mutating func find(
        _ name: String, _ type: Onnx_AttributeProto.AttributeType
    ) throws(ONNXError) -> Onnx_AttributeProto? {
        asked.insert(name)
        guard let attribute = attributes[name] else { return nil }
        // Files of IR version 1 and 2 may leave the type out.
        guard attribute.type == type || attribute.type == .undefined else {
            throw .invalid("the attribute \(name) is of type \(attribute.type); expected \(type)")
        }
        return attribute
    }
}
