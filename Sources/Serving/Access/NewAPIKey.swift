package import Configuration
import FoundationEssentials
import Glibc
import JSON
import Telemetry

/// A key that is being made, with its entry in the file.
package struct NewAPIKey: Sendable {
    /// The key itself, of 256 random bits. It is kept nowhere.
    package let key: String
    private let entry: JSONObject

    /// - Parameters:
    ///   - scopes: names of them, at least one.
    /// - Throws: `ConfigurationError` for what the file would be refused for.
    package init(
        name: String, scopes: [String], requestsPerSecond: Double? = nil, burst: Int? = nil, concurrency: Int? = nil
    ) throws(ConfigurationError) {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in HexadecimalDigits.text(generator.next()) }
        key = "mantissa_" + digits.joined()
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(name)), ("sha256", .string(KeyDigest(of: key).hexadecimal)),
            (APIKeyFile.scopesKey, .array(scopes.map { .string($0) })),
        ]
        if let rate = requestsPerSecond {
            members.append(("requests_per_second", Int(exactly: rate).map { .integer($0) } ?? .number(rate)))
        }
        if let burst { members.append(("burst", .integer(burst))) }
        if let concurrency { members.append(("concurrency", .integer(concurrency))) }
        entry = JSONObject(members: members)
        _ = try APIKeyFile(Self.file(path: "the new key", [.object(entry)]))
    }

    /// The entry as one line of JSON.
    package var json: String {
        var writer = JSONWriter()
        writer.value(.object(entry))
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// Adds the entry to a file, which is made if there is none. It is replaced as a whole: nobody reads half of it.
    ///
    /// - Throws: `ConfigurationError` if the file is no good, or has a key of that name; what writing throws.
    package func add(toFile path: String) throws {
        let old = try ConfigurationFile.ifPresent(path: path)
        var members = old?.object.members ?? []
        var entries: [JSONValue] = []
        if let old {
            _ = try APIKeyFile(old)
            entries = old.object[APIKeyFile.keysKey]?.array ?? []
            members.removeAll { $0.key == APIKeyFile.keysKey }
        }
        members.append((APIKeyFile.keysKey, .array(entries + [.object(entry)])))
        let object = JSONObject(members: members)
        _ = try APIKeyFile(ConfigurationFile(path: path, object: object))
        var writer = JSONWriter()
        writer.value(.object(object))
        let text = JSONIndentation.indented(writer.finish(), depth: 2)
        // Where the path is a symbolic link, what it points to is replaced.
        let target = realpath(path, nil)
        defer { free(target) }
        let place = target.map { String(cString: $0) } ?? path
        try Data(text).write(to: URL(fileURLWithPath: place), options: .atomic)
    }

    private static func file(path: String, _ entries: [JSONValue]) -> ConfigurationFile {
        ConfigurationFile(path: path, object: JSONObject(members: [(APIKeyFile.keysKey, .array(entries))]))
    }
}
