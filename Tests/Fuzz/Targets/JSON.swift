import JSON

extension FuzzTarget {
    /// A document: written again, with and without line ends, it is read as the same.
    static let json = FuzzTarget("json", byteLimit: 4096) { input in
        var limits = JSONLimits()
        limits.byteLimit = 4096
        limits.depthLimit = 20
        limits.valueLimit = 400
        guard let value = try? JSONParser.parse(input, limits: limits) else { return }
        try require(depth(value) <= limits.depthLimit, "nested deeper than \(limits.depthLimit)")
        try require(count(value) <= limits.valueLimit, "more values than \(limits.valueLimit)")
        let written = written(value)
        // Written again it may be longer, and a list of numbers counts the same.
        guard let again = try? JSONParser.parse(written) else {
            throw BrokenProperty("\(String(decoding: written, as: UTF8.self)) cannot be read")
        }
        try require(expanded(again) == expanded(value), "\(value) is \(again) when it is written again")
        try require(Self.written(again) == written, "\(again) is written in another way than \(value)")
        for level in [0, 1, 64] {
            let indented = JSONIndentation.indented(written, depth: level)
            try require(
                (try? JSONParser.parse(indented)) == again, "\(String(decoding: indented, as: UTF8.self)) is another")
        }
    }

    private static func written(_ value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.value(value)
        return writer.finish()
    }

    /// Without the compact form, which is one of two for some lists.
    private static func expanded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .numbers, .array: .array((value.array ?? []).map(expanded))
        case .object(let object): .object(JSONObject(members: object.members.map { ($0.key, expanded($0.value)) }))
        default: value
        }
    }

    private static func depth(_ value: JSONValue) -> Int {
        switch value {
        case .numbers: 1
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.members.map { depth($0.value) }.max() ?? 0)
        default: 0
        }
    }

    private static func count(_ value: JSONValue) -> Int {
        switch value {
        case .numbers(let numbers): 1 + numbers.count
        case .array(let elements): elements.reduce(1) { $0 + count($1) }
        case .object(let object): object.members.reduce(1) { $0 + count($1.value) }
        default: 1
        }
    }
}
