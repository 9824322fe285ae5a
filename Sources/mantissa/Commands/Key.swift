import ArgumentParser
import Configuration
import Serving

/// `mantissa key`: a new API key, and its entry for the file of `serve --api-keys`.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an API key for serve --api-keys.",
        discussion: """
            The key has 256 random bits and is printed once: the file has its SHA-256 only. Without --file, a second line \
            is the entry to put into the list "keys" of the file. A server that runs takes it up within seconds.
            """)

    @Argument(help: "What logs and metrics call the key: letters, digits, \".\", \"_\" and \"-\".") var name: String

    @Option(
        name: .customLong("scope"),
        help: ArgumentHelp(
            "What it is for: predict, admin or metrics; may be given several times (default: predict).",
            valueName: "scope"))
    var scopes: [String] = []

    @Option(help: ArgumentHelp("Requests per second in the long run (default: any number).", valueName: "n"))
    var requestsPerSecond: Double?

    @Option(help: ArgumentHelp("Requests at once after a pause (default: those of a second).", valueName: "n"))
    var burst: Int?

    @Option(help: ArgumentHelp("Requests in the server at a time (default: any number).", valueName: "n"))
    var concurrency: Int?

    @Option(help: ArgumentHelp("Add the entry to this file, which is made if there is none.", valueName: "file"))
    var file: String?

    func run() throws {
        let new = try NewAPIKey(
            name: name, scopes: scopes.isEmpty ? [KeyScope.predict.rawValue] : scopes,
            requestsPerSecond: requestsPerSecond, burst: burst, concurrency: concurrency)
        // The file first: a key that is shown is one that holds.
        if let file { try new.add(toFile: file) }
        StandardOutput.write(new.key + "\n" + (file == nil ? new.json + "\n" : ""))
    }
}
