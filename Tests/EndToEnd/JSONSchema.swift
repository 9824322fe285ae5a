import Foundation

/// Checks a JSON value against a schema of openapi.json or docs/config.schema.json: the part of JSON Schema that they use.
///
/// Keywords: type, properties, required, additionalProperties, items, enum, const, oneOf, minimum, maximum, exclusiveMinimum,
/// minItems, pattern, $ref. Any other but an annotation is an error, so that the checker cannot pass what it does not know.
struct JSONSchema {
    /// The whole document, for references.
    let document: [String: Any]

    private static let annotations: Set<String> = [
        "description", "example", "default", "contentEncoding", "contentMediaType", "title", "maxItems", "minLength",
        "$schema",
    ]

    /// What is wrong with a value, empty if nothing is.
    func faults(_ value: Any, _ schema: [String: Any], at path: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let target = resolve(reference) else { return ["\(path): unknown \(reference)"] }
            return faults(value, target, at: path)
        }
        var faults: [String] = []
        for (keyword, argument) in schema where !Self.annotations.contains(keyword) {
            faults += check(keyword, argument, value, schema, path)
        }
        return faults
    }

    func resolve(_ reference: String) -> [String: Any]? {
        reference.split(separator: "/").dropFirst().reduce(document as Any?) { node, key in
            (node as? [String: Any])?[String(key)]
        } as? [String: Any]
    }

    private func check(
        _ keyword: String, _ argument: Any, _ value: Any, _ schema: [String: Any], _ path: String
    ) -> [String] {
        switch keyword {
        case "type":
            let types = argument as? [String] ?? [argument as? String ?? ""]
            return types.contains { Self.isOf(value, $0) } ? [] : ["\(path): expected \(types), got \(value)"]
        case "const":
            return (value as? NSObject) == (argument as? NSObject) ? [] : ["\(path): expected \(argument)"]
        case "enum":
            return (argument as? [NSObject])?.contains { $0 == value as? NSObject } == true ? [] : ["\(path): \(value)"]
        case "required":
            let object = value as? [String: Any]
            return (argument as? [String] ?? []).filter { object != nil && object?[$0] == nil }.map {
                "\(path): lacks \($0)"
            }
        case "properties":
            guard let object = value as? [String: Any] else { return [] }
            return (argument as? [String: [String: Any]] ?? [:]).flatMap { name, property in
                object[name].map { faults($0, property, at: "\(path).\(name)") } ?? []
            }
        case "additionalProperties":
            guard argument as? Bool == false, let object = value as? [String: Any] else { return [] }
            let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
            return object.keys.filter { !known.contains($0) }.map { "\(path): unknown \($0)" }
        case "items":
            guard let array = value as? [Any], let item = argument as? [String: Any] else { return [] }
            return array.enumerated().flatMap { faults($1, item, at: "\(path)[\($0)]") }
        case "oneOf":
            let fitting = (argument as? [[String: Any]] ?? []).count { faults(value, $0, at: path).isEmpty }
            return fitting == 1 ? [] : ["\(path): fits \(fitting) of oneOf"]
        case "minimum", "maximum", "exclusiveMinimum":
            guard let number = value as? Double, let bound = argument as? Double else { return [] }
            let holds = keyword == "minimum" ? number >= bound : keyword == "maximum" ? number <= bound : number > bound
            return holds ? [] : ["\(path): \(number) against \(keyword) \(bound)"]
        case "minItems":
            return ((value as? [Any])?.count ?? .max) >= (argument as? Int ?? 0) ? [] : ["\(path): too few"]
        case "pattern":
            guard let text = value as? String, let pattern = argument as? String else { return [] }
            return text.range(of: pattern, options: .regularExpression) != nil ? [] : ["\(path): \(text)"]
        default:
            return ["\(path): the checker does not know \(keyword)"]
        }
    }

    private static func isOf(_ value: Any, _ type: String) -> Bool {
        let isBool = (value as? NSNumber).map(Self.isBool) ?? false
        switch type {
        case "object": return value is [String: Any]
        case "array": return value is [Any]
        case "string": return value is String
        case "null": return value is NSNull
        case "boolean": return isBool
        case "number": return value is NSNumber && !isBool
        case "integer": return !isBool && (value as? Double).map { $0 == $0.rounded() } ?? false
        default: return false
        }
    }

    /// Whether a number came from `true` or `false`.
    private static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
