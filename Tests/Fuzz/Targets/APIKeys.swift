import Configuration

@testable import Serving

extension FuzzTarget {
    /// The file of API keys: names and hashes are unique, numbers within their limits, and no message holds a hash.
    static let apiKeys = FuzzTarget("api-keys", byteLimit: 2048) { input in
        let file: APIKeyFile
        do throws(ConfigurationError) {
            file = try APIKeyFile(ConfigurationFile(path: "keys.json", bytes: input))
        } catch {
            try require(!error.description.isEmpty, "an error without a message")
            return
        }
        try require(Set(file.keys.map(\.name)).count == file.keys.count, "a name is there twice")
        try require(Set(file.keys.map(\.digest)).count == file.keys.count, "a hash is there twice")
        for key in file.keys {
            try require(KeyDigest(hexadecimal: key.digest.hexadecimal) == key.digest, "\(key.digest.hexadecimal)")
            try require(!key.scopes.isEmpty && key.limits.burst >= 1, "\(key.name): \(key.limits)")
            try require(key.limits.concurrency.map { $0 >= 1 } ?? true, "\(key.limits)")
            try require(key.limits.requestsPerSecond.map { $0 > 0 } ?? true, "\(key.limits)")
        }
    }
}
