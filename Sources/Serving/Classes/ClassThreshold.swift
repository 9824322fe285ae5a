import JSON

/// The least score of one class, as it was asked for.
struct ClassThreshold: Sendable, Hashable {
    let name: ClassName
    /// 0...1.
    let least: Float

    /// The members of an object from class to number, in order.
    ///
    /// - Throws: `ServingError` for a number beyond 0...1.
    static func list(_ object: JSONObject) throws(ServingError) -> [ClassThreshold] {
        var list: [ClassThreshold] = []
        for (key, value) in object.members {
            guard let number = value.double, (0...1).contains(number) else {
                throw ServingError(
                    .malformed, "the threshold of \"\(key.prefix(60))\" must be a number from 0 to 1")
            }
            list.append(ClassThreshold(name: .text(key), least: Float(number)))
        }
        return list
    }

    /// - Throws: `ServingError` for a class that there is not, or that stands there twice.
    static func resolved(
        _ list: [ClassThreshold], _ names: ClassNames
    ) throws(ServingError) -> [ClassChoice: Float] {
        var thresholds: [ClassChoice: Float] = [:]
        for (choice, entry) in zip(try names.choices(list.map(\.name)), list) {
            guard thresholds.updateValue(entry.least, forKey: choice) == nil else {
                let text = if case .text(let text) = entry.name { text } else { "" }
                throw ServingError(
                    .malformed, "\"\(text.prefix(60))\" names a class that has a threshold already")
            }
        }
        return thresholds
    }
}
