import JSON

/// The JSON Schema (draft 2020-12) of a file of settings.
package struct SettingsSchema: Sendable {
    package let title: String
    package let settings: [Setting]
    /// Keys with a description of what others read.
    package let others: [(key: String, description: String)]

    package init(title: String, settings: [Setting], others: [(key: String, description: String)] = []) {
        self.title = title
        self.settings = settings
        self.others = others
    }

    /// The schema as text, with a line end at its end.
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member(ConfigurationFile.schemaKey, "https://json-schema.org/draft/2020-12/schema")
        writer.member("title", title)
        writer.member("type", "object")
        writer.key("properties")
        writer.beginObject()
        writer.key(ConfigurationFile.schemaKey)
        writer.beginObject()
        writer.member("description", "Where editors find this schema; the server passes it over.")
        writer.member("type", "string")
        writer.endObject()
        for setting in settings {
            writer.key(setting.key)
            write(setting, to: &writer)
        }
        for other in others {
            writer.key(other.key)
            writer.beginObject()
            writer.member("description", other.description)
            writer.endObject()
        }
        writer.endObject()
        writer.key("additionalProperties")
        writer.value(false)
        writer.endObject()
        return JSONIndentation.indented(writer.finish(), depth: 3)
    }

    private func write(_ setting: Setting, to writer: inout JSONWriter) {
        writer.beginObject()
        var description = setting.help
        if let note = setting.defaultNote { description += " Default: \(note)." }
        if let flag = setting.flag { description += " Flag \(flag), environment \(setting.environmentName)." }
        writer.member("description", description)
        switch setting.type {
        case .integer(let range):
            type("integer", setting, &writer)
            writer.member("minimum", range.lowerBound)
            writer.member("maximum", range.upperBound)
        case .bytes(let range):
            writer.key("oneOf")
            writer.beginArray()
            writer.beginObject()
            type("integer", setting, &writer)
            writer.member("minimum", range.lowerBound)
            writer.member("maximum", range.upperBound)
            writer.endObject()
            writer.beginObject()
            writer.member("type", "string")
            writer.member("pattern", ByteSize.pattern)
            writer.endObject()
            writer.endArray()
        case .seconds(let range), .number(let range):
            type("number", setting, &writer)
            writer.key(range.isAboveMinimum ? "exclusiveMinimum" : "minimum")
            writer.value(range.minimum)
            writer.key("maximum")
            writer.value(range.maximum)
        case .boolean:
            type("boolean", setting, &writer)
        case .text:
            type("string", setting, &writer)
            writer.member("minLength", 1)
        case .choice(let words):
            writer.key("enum")
            writer.beginArray()
            for word in words { writer.value(word) }
            if setting.isNullable { writer.null() }
            writer.endArray()
        case .list:
            writer.key("oneOf")
            writer.beginArray()
            writer.beginObject()
            type("array", setting, &writer)
            writer.key("items")
            writer.beginObject()
            writer.member("type", "string")
            writer.member("minLength", 1)
            writer.endObject()
            writer.endObject()
            writer.beginObject()
            writer.member("type", "string")
            writer.member("minLength", 1)
            writer.endObject()
            writer.endArray()
        }
        if setting.isNullable || !setting.defaultValue.isNull {
            writer.key("default")
            writer.value(setting.defaultValue)
        }
        writer.endObject()
    }

    private func type(_ name: String, _ setting: Setting, _ writer: inout JSONWriter) {
        writer.key("type")
        writer.value(setting.isNullable ? .array([.string(name), .string("null")]) : .string(name))
    }
}
