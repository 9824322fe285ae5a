package import JSON

/// A file that holds one JSON object of settings.
package struct ConfigurationFile: Sendable, Equatable {
    package let path: String
    package let object: JSONObject

    /// The key that editors look for to find the schema; it says nothing to us.
    package static let schemaKey = "$schema"

    /// Bytes of a file at most. Labels and groups of 100,000 classes are a few million.
    package static let byteLimit = 64 << 20

    /// Reads a file, a pipe too.
    ///
    /// - Throws: `ConfigurationError` if it cannot be read or is not one JSON object with unique keys.
    package init(path: String) throws(ConfigurationError) {
        guard let bytes = try Self.read(path, isOptional: false) else {
            throw ConfigurationError(.unreadable, place: path, "cannot be read: it does not exist")
        }
        try self.init(path: path, bytes: bytes)
    }

    /// Reads a regular file that need not be there; nil if it is not.
    ///
    /// - Throws: as `init(path:)`, and for anything else than a regular file.
    package static func ifPresent(path: String) throws(ConfigurationError) -> ConfigurationFile? {
        guard let bytes = try read(path, isOptional: true) else { return nil }
        return try ConfigurationFile(path: path, bytes: bytes)
    }

    /// - Parameters:
    ///   - path: for messages; of an object within a file, with what leads to it.
    package init(path: String, object: JSONObject) {
        self.path = path
        self.object = object
    }

    /// - Parameter path: for messages.
    package init(path: String, bytes: [UInt8]) throws(ConfigurationError) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONParser.parse(bytes) } catch {
            let start = bytes.prefix(error.offset)
            let line = start.count { $0 == 0x0A } + 1
            let column = start.count - (start.lastIndex(of: 0x0A) ?? -1)
            let place = "\(path): line \(line), column \(column)"
            if error.kind == .duplicateKey, let key = Self.string(in: bytes, at: error.offset) {
                throw ConfigurationError(
                    .duplicateKey, key: key, place: place,
                    "the key \(ConfigurationError.shown(.string(key))) is there twice; remove one of them")
            }
            throw ConfigurationError(.syntax, place: place, "not JSON: \(error.message)")
        }
        guard let object = value.object else {
            throw ConfigurationError(
                .syntax, place: path, "expected one JSON object with a member for each setting, not \(value.kindName)")
        }
        self.path = path
        self.object = object
    }

    /// The values of settings by key, checked.
    ///
    /// - Parameter others: keys that are not looked at.
    /// - Throws: `ConfigurationError` for the first key that is unknown or has a bad value.
    package func values(of settings: [Setting], besides others: [String] = []) throws(ConfigurationError)
        -> [String: JSONValue]
    {
        var values: [String: JSONValue] = [:]
        for (key, json) in object.members where key != Self.schemaKey && !others.contains(key) {
            guard let setting = settings.first(where: { $0.key == key }) else {
                throw ConfigurationError.unknownKey(key, among: settings.map(\.key) + others, place: path)
            }
            guard let value = setting.isNullable && json.isNull ? .null : setting.type.value(json) else {
                throw ConfigurationError.badValue(setting, json, place: "\(path): \(key)")
            }
            values[key] = value
        }
        return values
    }

    /// The string that begins with the quotation mark at `offset`.
    private static func string(in bytes: [UInt8], at offset: Int) -> String? {
        var end = offset + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.count else { return nil }
        return (try? JSONParser.parse(Array(bytes[offset...end])))?.string
    }
}
