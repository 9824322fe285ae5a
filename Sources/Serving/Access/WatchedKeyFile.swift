import Configuration
import Machine

/// The file of API keys, and whether it has changed since it was read.
struct WatchedKeyFile: Sendable {
    typealias Outcome = Result<APIKeyFile, ConfigurationError>

    let path: String
    private var signature: FileSignature
    /// A file that was just written may be written again without another size or time.
    private var isFresh: Bool
    private var outcome: Outcome

    /// The clocks of file systems tick in milliseconds; network ones in seconds.
    private static let freshSeconds = 3.0

    init(path: String) {
        self.path = path
        (signature, isFresh, outcome) = Self.read(path)
    }

    /// What the file holds, or why it is refused.
    var keys: APIKeyFile { get throws(ConfigurationError) { try outcome.get() } }

    /// Looks at the file again.
    ///
    /// - Returns: what it holds now, or why it is refused; nil if that is the same as before.
    mutating func change() -> Outcome? {
        guard isFresh || FileSignature(paths: [path]) != signature else { return nil }
        let before = outcome
        (signature, isFresh, outcome) = Self.read(path)
        return outcome == before ? nil : outcome
    }

    private static func read(_ path: String) -> (FileSignature, isFresh: Bool, Outcome) {
        // The signature before the bytes: what is written in between is found the next time.
        let signature = FileSignature(paths: [path])
        let isFresh = signature.age < freshSeconds
        do throws(ConfigurationError) {
            return (signature, isFresh, .success(try APIKeyFile(path: path)))
        } catch { return (signature, isFresh, .failure(error)) }
    }
}
