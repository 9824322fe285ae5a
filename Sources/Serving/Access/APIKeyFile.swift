package import Configuration
import JSON

/// The file of `--api-keys`: `{"keys": [...]}` with an entry for each key.
package struct APIKeyFile: Sendable, Equatable {
    let keys: [APIKey]

    /// The list of entries, and their list of scopes.
    static let keysKey = "keys", scopesKey = "scopes"

    /// What an entry has besides its scopes.
    static let settings = [
        Setting("name", .text, help: "What logs and metrics call the key."),
        // Not to be shown: a key itself may have been put here by mistake.
        Setting("sha256", .text, isSecret: true, help: "SHA-256 of the key, in hexadecimal digits."),
        Setting(
            "requests_per_second", .number(NumberRange(from: 0.001, to: 1_000_000)),
            help: "Requests per second in the long run."),
        Setting("burst", .integer(1...1_000_000), help: "Requests at once after a pause."),
        Setting("concurrency", .integer(1...1_000_000), help: "Requests in the server at a time."),
    ]

    /// Reads a regular file.
    ///
    /// - Throws: `ConfigurationError`, which names the entry. No message holds a key or a hash.
    package init(path: String) throws(ConfigurationError) {
        guard let file = try ConfigurationFile.ifPresent(path: path) else {
            throw ConfigurationError(
                .unreadable, place: path, "does not exist; `mantissa key NAME --file FILE` makes a file of API keys")
        }
        try self.init(file)
    }

    /// - Throws: as `init(path:)`.
    init(_ file: ConfigurationFile) throws(ConfigurationError) {
        _ = try file.values(of: [], besides: [Self.keysKey])
        guard let list = file.object[Self.keysKey] else {
            throw ConfigurationError(
                .missing, key: Self.keysKey, place: file.path, "there is no \"keys\"; expected a list of API keys")
        }
        guard let entries = list.array else {
            throw ConfigurationError(
                .badValue, key: Self.keysKey, place: "\(file.path): keys", "expected a list, not \(list.kindName)")
        }
        var keys: [APIKey] = []
        var names: Set<String> = []
        var owners: [KeyDigest: String] = [:]
        for (position, entry) in entries.enumerated() {
            let place = "\(file.path): keys[\(position)]"
            guard let object = entry.object else {
                throw ConfigurationError(
                    .badValue, key: Self.keysKey, place: place, "expected an object, not \(entry.kindName)")
            }
            let key = try APIKey(ConfigurationFile(path: place, object: object))
            guard names.insert(key.name).inserted else {
                throw ConfigurationError(
                    .badValue, key: "name", place: place, "the name \"\(key.name)\" is there twice")
            }
            if let owner = owners.updateValue(key.name, forKey: key.digest) {
                throw ConfigurationError(
                    .badValue, key: "sha256", place: place, "\"\(key.name)\" and \"\(owner)\" are the same key")
            }
            keys.append(key)
        }
        self.keys = keys
    }
}

extension APIKey {
    /// - Throws: `ConfigurationError`.
    fileprivate init(_ entry: ConfigurationFile) throws(ConfigurationError) {
        let values = try entry.values(of: APIKeyFile.settings, besides: [APIKeyFile.scopesKey])
        func fault(_ key: String, _ message: String) -> ConfigurationError {
            ConfigurationError(.badValue, key: key, place: "\(entry.path): \(key)", message)
        }
        func text(_ key: String) throws(ConfigurationError) -> String {
            guard let text = values[key]?.string else {
                throw ConfigurationError(.missing, key: key, place: entry.path, "\"\(key)\" is missing")
            }
            return text
        }
        name = try text("name")
        guard Self.isName(name) else {
            throw fault("name", "expected 1 to 64 letters and digits of ASCII, \".\", \"_\" and \"-\"")
        }
        guard let digest = KeyDigest(hexadecimal: try text("sha256")) else {
            throw fault("sha256", "expected the 64 hexadecimal digits of SHA-256 of the key, not the key itself")
        }
        self.digest = digest
        scopes = try Self.scopes(entry)
        limits.requestsPerSecond = values["requests_per_second"]?.double
        limits.concurrency = values["concurrency"]?.integer
        let burst = values["burst"]?.integer
        if burst != nil, limits.requestsPerSecond == nil {
            throw fault("burst", "there is no \"requests_per_second\" that it could be above")
        }
        limits.burst = burst ?? max(1, Int((limits.requestsPerSecond ?? 1).rounded(.up)))
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func scopes(_ entry: ConfigurationFile) throws(ConfigurationError) -> Set<KeyScope> {
        let key = APIKeyFile.scopesKey
        let words = KeyScope.allCases.map(\.rawValue)
        let place = "\(entry.path): \(key)"
        guard let list = entry.object[key]?.array, !list.isEmpty else {
            throw ConfigurationError(
                .badValue, key: key, place: place, "expected a list of one or more of \(words.joined(separator: ", "))")
        }
        var scopes: Set<KeyScope> = []
        for value in list {
            guard let scope = value.string.flatMap({ KeyScope(rawValue: $0) }) else {
                let meant = value.string.flatMap { NearestName.of($0, among: words) }
                throw ConfigurationError(
                    .badValue, key: key, place: place,
                    "there is no scope \(ConfigurationError.shown(value)); "
                        + (meant.map { "did you mean \"\($0)\"?" } ?? "there are \(words.joined(separator: ", "))"))
            }
            scopes.insert(scope)
        }
        return scopes
    }
}
