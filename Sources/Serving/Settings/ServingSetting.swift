package import Configuration
package import JSON

/// A setting of the server with what it does.
package struct ServingSetting: Sendable {
    package let setting: Setting
    /// Puts a value that is of the setting's type into the options; null leaves them as they are.
    package let apply: @Sendable (JSONValue, inout ServingOptions) -> Void
}

/// Settings that are one property of the options each, whose default is the property's.
extension ServingSetting {
    typealias Property<Value> = any WritableKeyPath<ServingOptions, Value> & Sendable

    static func integer(
        _ key: String, _ property: Property<Int>, _ range: ClosedRange<Int>, flag: String, valueName: String = "n",
        foreignPrefix: String? = nil, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .integer(range), default: .integer(defaults[keyPath: property]), flag: flag, valueName: valueName,
                foreignPrefix: foreignPrefix, help: help),
            apply: { value, options in value.integer.map { options[keyPath: property] = $0 } })
    }

    static func bytes(
        _ key: String, _ property: Property<Int>, _ range: ClosedRange<Int>, flag: String, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .bytes(range), default: .integer(defaults[keyPath: property]), flag: flag, valueName: "bytes",
                help: help),
            apply: { value, options in value.integer.map { options[keyPath: property] = $0 } })
    }

    static func number(
        _ key: String, _ property: Property<Double>, _ type: SettingType, flag: String, valueName: String,
        help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, type, default: .number(defaults[keyPath: property]), flag: flag, valueName: valueName, help: help),
            apply: { value, options in value.double.map { options[keyPath: property] = $0 } })
    }

    static func boolean(_ key: String, _ property: Property<Bool>, flag: String, help: String) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .boolean, default: .bool(defaults[keyPath: property]), flag: flag, help: help),
            apply: { value, options in value.bool.map { options[keyPath: property] = $0 } })
    }

    static func text(
        _ key: String, _ property: Property<String>, flag: String, valueName: String, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .text, default: .string(defaults[keyPath: property]), flag: flag, valueName: valueName, help: help),
            apply: { value, options in value.string.map { options[keyPath: property] = $0 } })
    }

    /// A text that may be absent.
    static func text(
        _ key: String, _ property: Property<String?>, note: String, flag: String, valueName: String, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(key, .text, note: note, flag: flag, valueName: valueName, isNullable: true, help: help),
            apply: { value, options in options[keyPath: property] = value.string })
    }

    static func list(
        _ key: String, _ property: Property<[String]>, flag: String, valueName: String, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .list, default: .array(defaults[keyPath: property].map { .string($0) }), flag: flag,
                valueName: valueName, help: help),
            apply: { value, options in value.array.map { options[keyPath: property] = $0.compactMap(\.string) } })
    }

    static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ key: String, _ property: Property<Value>, flag: String, valueName: String, help: String
    ) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                key, .choice(Value.allCases.map(\.rawValue)), default: .string(defaults[keyPath: property].rawValue),
                flag: flag, valueName: valueName, help: help),
            apply: { value, options in
                value.string.flatMap { Value(rawValue: $0) }.map { options[keyPath: property] = $0 }
            })
    }

    /// A setting that models may have of their own, as it is described there.
    static func perModel(_ model: Setting, _ property: Property<Int>, flag: String) -> ServingSetting {
        ServingSetting(
            setting: Setting(
                model.key, model.type, default: .integer(defaults[keyPath: property]), flag: flag, valueName: "n",
                help: model.help),
            apply: { value, options in value.integer.map { options[keyPath: property] = $0 } })
    }

    /// The same for a number of seconds.
    static func perModel(_ model: Setting, _ property: Property<Double>, flag: String) -> ServingSetting {
        number(model.key, property, model.type, flag: flag, valueName: "s", help: model.help)
    }

    private static let defaults = ServingOptions(modelsFolder: "")
}
