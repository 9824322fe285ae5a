package import JSON

/// Why a configuration was refused: one line that names the place (a file and its key, a variable or a flag).
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The cause, for the machine.
    package enum Kind: String, Sendable {
        /// The file cannot be read.
        case unreadable
        /// Not one JSON object.
        case syntax
        case duplicateKey
        case unknownKey
        /// A wrong type, or out of range.
        case badValue
        /// A setting that has no default was given nowhere.
        case missing
    }

    package let kind: Kind
    /// The key, where the fault is one key's.
    package let key: String?
    /// File and key, variable, or flag.
    package let place: String
    /// What was found and what was expected.
    package let message: String

    package init(_ kind: Kind, key: String? = nil, place: String, _ message: String) {
        self.kind = kind
        self.key = key
        self.place = place
        self.message = message
    }

    package var description: String { "\(place): \(message)" }

    /// A value that a setting cannot have.
    static func badValue(_ setting: Setting, _ value: JSONValue, place: String) -> ConfigurationError {
        let orNull = setting.isNullable ? " or null" : ""
        let found = setting.isSecret ? value.kindName : shown(value)
        return ConfigurationError(
            .badValue, key: setting.key, place: place, "expected \(setting.type.expectation)\(orNull), not \(found)")
    }

    /// A key that there is not.
    static func unknownKey(_ key: String, among keys: [String], place: String) -> ConfigurationError {
        let meant = NearestName.of(key, among: keys).map { "did you mean \"\($0)\"?" }
        return ConfigurationError(
            .unknownKey, key: key, place: place,
            "unknown key \(shown(.string(key))); \(meant ?? "there are " + keys.joined(separator: ", "))")
    }

    /// A value as JSON spells it, of bounded length and without line ends.
    package static func shown(_ value: JSONValue) -> String {
        var value = value
        switch value {
        case .object, .array, .numbers: return value.kindName
        case .string(let text) where text.unicodeScalars.count > 60:
            value = .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "...")
        default: break
        }
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
