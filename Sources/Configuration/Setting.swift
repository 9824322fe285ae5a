package import JSON

/// What is known of one setting: the flag, the variable of the environment, the key of the file, their check, the schema and
/// the documentation all follow from it.
package struct Setting: Sendable {
    /// In the file: words in lower case with underscores between them.
    package let key: String
    package let type: SettingType
    /// What holds if nobody says anything; null for nothing.
    package let defaultValue: JSONValue
    /// What a default of null means: "the only one".
    package let defaultNote: String?
    /// One sentence, with its full stop.
    package let help: String
    /// With its two hyphens; nil for a setting that has none.
    package let flag: String?
    /// What stands for the value in the help of the flag.
    package let valueName: String
    /// Whether the file may say null.
    package let isNullable: Bool
    /// Whether the value must not be shown to anybody.
    package let isSecret: Bool
    /// Values in the environment that begin so were not meant for this setting, and are passed over.
    package let foreignPrefix: String?

    package init(
        _ key: String, _ type: SettingType, default defaultValue: JSONValue = .null, note: String? = nil,
        flag: String? = nil, valueName: String = "value", isNullable: Bool = false, isSecret: Bool = false,
        foreignPrefix: String? = nil, help: String
    ) {
        self.key = key
        self.type = type
        self.defaultValue = defaultValue
        defaultNote = note
        self.help = help
        self.flag = flag
        self.valueName = valueName
        self.isNullable = isNullable
        self.isSecret = isSecret
        self.foreignPrefix = foreignPrefix
    }

    /// What begins the names of all variables.
    package static let environmentPrefix = "MANTISSA_"

    package var environmentName: String { Self.environmentPrefix + key.uppercased() }

    /// The default as people write it.
    package var defaultText: String {
        if let defaultNote { return defaultNote }
        switch (type, defaultValue) {
        case (.bytes, .integer(let bytes)): return ByteSize.text(bytes)
        case (_, .integer(let integer)): return String(integer)
        case (_, .number(let number)): return NumberRange.text(number)
        case (_, .bool(let bool)): return bool ? "true" : "false"
        case (_, .string(let string)): return string
        case (_, .array(let values)) where !values.isEmpty:
            return values.compactMap(\.string).joined(separator: ", ")
        default: return "none"
        }
    }
}
