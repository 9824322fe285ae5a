package import JSON

/// What holds: for each setting the value of its strongest source. Flags win over the environment, the environment over the
/// file, the file over the defaults.
package struct EffectiveConfiguration: Sendable {
    private struct Entry: Sendable {
        var value: JSONValue
        var source: SettingSource
    }

    package let settings: [Setting]
    private var entries: [String: Entry] = [:]
    private let path: String?

    /// - Parameters:
    ///   - environment: all of it.
    ///   - flags: by key, what followed them.
    /// - Throws: `ConfigurationError` for the first fault, in the file before the environment before the flags; a value is
    ///   checked even where a stronger one wins.
    package init(
        _ settings: [Setting], file: ConfigurationFile?, environment: [String: String], flags: [String: String]
    ) throws(ConfigurationError) {
        self.settings = settings
        path = file?.path
        for setting in settings { entries[setting.key] = Entry(value: setting.defaultValue, source: .default) }
        for (key, value) in try file?.values(of: settings) ?? [:] {
            entries[key] = Entry(value: value, source: .file)
        }
        try Self.checkNames(environment, settings)
        for setting in settings {
            let name = setting.environmentName
            if let text = environment[name], !text.isEmpty {
                if let prefix = setting.foreignPrefix, text.hasPrefix(prefix) { continue }
                entries[setting.key] = Entry(
                    value: try Self.value(text, of: setting, place: name), source: .environment)
            }
        }
        for setting in settings {
            guard let text = flags[setting.key] else { continue }
            let value = try Self.value(text, of: setting, place: setting.flag ?? setting.key)
            entries[setting.key] = Entry(value: value, source: .flag)
        }
    }

    /// The value of a setting; null if it has none.
    package subscript(key: String) -> JSONValue { entries[key]?.value ?? .null }

    /// Where the value of a setting came from.
    package func source(of key: String) -> SettingSource { entries[key]?.source ?? .default }

    /// Says what a value of null comes to on this machine; does nothing where there is another one.
    package mutating func resolveNull(of key: String, to value: JSONValue) {
        if let entry = entries[key], entry.value.isNull { entries[key] = Entry(value: value, source: entry.source) }
    }

    /// A value that has the right type and still cannot be.
    package func fault(_ key: String, _ message: String) -> ConfigurationError {
        let setting = settings.first { $0.key == key }
        switch source(of: key) {
        case .flag: return ConfigurationError(.badValue, key: key, place: setting?.flag ?? key, message)
        case .environment:
            return ConfigurationError(.badValue, key: key, place: setting?.environmentName ?? key, message)
        case .file: return ConfigurationError(.badValue, key: key, place: "\(path ?? "file"): \(key)", message)
        case .default: return ConfigurationError(.badValue, key: key, place: key, message)
        }
    }

    /// All settings in the order of their table, with value and source, a line each; secrets are not shown.
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for setting in settings {
            let value = self[setting.key]
            writer.key(setting.key)
            writer.beginObject()
            writer.key("value")
            writer.value(setting.isSecret && !value.isNull ? .string("<redacted>") : value)
            writer.member("source", source(of: setting.key).rawValue)
            writer.endObject()
        }
        writer.endObject()
        return JSONIndentation.indented(writer.finish(), depth: 1)
    }

    private static func value(_ text: String, of setting: Setting, place: String) throws(ConfigurationError)
        -> JSONValue
    {
        guard let value = setting.type.value(text: text) else {
            throw ConfigurationError.badValue(setting, .string(text), place: place)
        }
        return value
    }

    /// Refuses variables that are all but one of ours. Others with our prefix are left alone: whoever runs us may have
    /// variables for purposes of their own.
    private static func checkNames(_ environment: [String: String], _ settings: [Setting]) throws(ConfigurationError) {
        let known = settings.map(\.environmentName)
        for name in environment.keys.sorted()
        where name.hasPrefix(Setting.environmentPrefix) && !known.contains(name) {
            let key = String(name.dropFirst(Setting.environmentPrefix.count))
            if let meant = NearestName.of(key, among: settings.map(\.key)),
                NearestName.changes(from: key, to: meant) <= (meant.count < 8 ? 1 : 2)
            {
                throw ConfigurationError(
                    .unknownKey, key: key, place: name,
                    "unknown variable; did you mean \(Setting.environmentPrefix)\(meant.uppercased())?")
            }
        }
    }
}
