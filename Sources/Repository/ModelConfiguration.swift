package import Configuration
package import JSON

/// What an operator says of one model beside its checkpoint; see `RepositoryLayout.Candidate.configurationPaths(in:)` for where.
package struct ModelConfiguration: Sendable, Equatable {
    /// Images of this model computed together at most; nil for what the server says, as below.
    package var maximumBatch: Int?
    /// How long the first image of a batch waits for company.
    package var maximumDelaySeconds: Double?
    /// Images of this model that wait at most.
    package var queueLimit: Int?
    /// How long a request for this model may take.
    package var requestTimeoutSeconds: Double?
    /// The members with keys of `taskKeys`, as they were written.
    package var taskSettings = JSONObject(members: [])
    /// For each key that was given, the file that gave it: what `taskSettings` names is looked for beside it.
    package var files: [String: String] = [:]

    package static let maximumBatch = Setting(
        "max_batch", .integer(1...4096), help: "Images computed together at most.")
    package static let maximumDelay = Setting(
        "max_delay_seconds", .seconds(NumberRange(from: 0, to: 60)),
        help: "Seconds that the first image of a batch waits for company.")
    package static let queueLimit = Setting(
        "queue_limit", .integer(1...1_000_000), help: "Images of a model that wait at most; more get 503.")
    package static let requestTimeout = Setting(
        "request_timeout_seconds", .seconds(NumberRange(above: 0, to: 86_400)),
        help: "Seconds a request may take; longer ones get 504.")

    /// The settings that a model may have of its own, in place of the server's of the same key.
    package static let settings = [maximumBatch, maximumDelay, queueLimit, requestTimeout]

    /// Keys of what is said of answers; their values are not looked at here.
    package static let taskKeys = [
        "labels", "aliases", "thresholds", "temperature", "classes", "embedding_dimensions", "matryoshka",
    ]

    /// Says nothing.
    package init() {}

    /// - Throws: `ConfigurationError` for the first key that is unknown or, `taskKeys` apart, has a bad value.
    package init(_ file: ConfigurationFile) throws(ConfigurationError) {
        let values = try file.values(of: Self.settings, besides: Self.taskKeys)
        maximumBatch = values[Self.maximumBatch.key]?.integer
        maximumDelaySeconds = values[Self.maximumDelay.key]?.double
        queueLimit = values[Self.queueLimit.key]?.integer
        requestTimeoutSeconds = values[Self.requestTimeout.key]?.double
        taskSettings = JSONObject(members: file.object.members.filter { Self.taskKeys.contains($0.key) })
        for key in Array(values.keys) + taskSettings.keys { files[key] = file.path }
    }

    /// Reads those of some files that are there; a later one wins, key by key.
    ///
    /// - Throws: `ConfigurationError` if one cannot be read or has a fault; the message names file and key.
    package init(paths: [String]) throws(ConfigurationError) {
        for path in paths {
            if let file = try ConfigurationFile.ifPresent(path: path) {
                self = overridden(by: try ModelConfiguration(file))
            }
        }
    }

    /// The keys of both; where both have one, the value of `other`.
    package func overridden(by other: ModelConfiguration) -> ModelConfiguration {
        var result = self
        result.maximumBatch = other.maximumBatch ?? maximumBatch
        result.maximumDelaySeconds = other.maximumDelaySeconds ?? maximumDelaySeconds
        result.queueLimit = other.queueLimit ?? queueLimit
        result.requestTimeoutSeconds = other.requestTimeoutSeconds ?? requestTimeoutSeconds
        let kept = taskSettings.members.filter { other.taskSettings[$0.key] == nil }
        result.taskSettings = JSONObject(members: kept + other.taskSettings.members)
        result.files = files.merging(other.files) { $1 }
        return result
    }
}
