import Configuration
import Repository

extension AnsweringModel {
    /// Keys of a model's own configuration that say nothing of an ensemble.
    private static let foreignKeys = [
        ModelConfiguration.maximumBatch.key, ModelConfiguration.maximumDelay.key, ModelConfiguration.queueLimit.key,
        "embedding_dimensions", "matryoshka",
    ]

    /// An ensemble, whose settings are its own: those of its members hold for their scores only.
    ///
    /// - Throws: `ServingError` if the members do not fit together, or the settings do not fit an ensemble.
    init(_ ready: ReadyEnsemble<any ServedModel>, _ configuration: ModelConfiguration) throws(ServingError) {
        for key in Self.foreignKeys where configuration.files[key] != nil {
            throw ServingError(
                .malformed, "\(key): an ensemble has no queue and no embeddings of its own; its members have")
        }
        let (ensemble, members) = (ready.ensemble, ready.members.map(\.answering))
        let facts = members.map {
            Ensemble.MemberFacts(tasks: $0.tasks, classCount: $0.classCount, labels: $0.labels)
        }
        let tasks = try ensemble.tasks(facts)
        let (labels, classCount) = (ensemble.labels(facts), facts.lazy.compactMap(\.classCount).first)
        let settings = try ModelSettings(configuration, labels: labels, classCount: classCount)
        var threshold: Float = 0
        for (weight, member) in zip(ensemble.weights, members) { threshold += weight * member.threshold }
        self.init(
            name: ready.name, version: ready.version, sha256: ready.sha256, tasks: tasks,
            labels: settings.labels ?? labels, classCount: classCount, threshold: min(threshold, 1), settings: settings,
            heads: members.flatMap(\.heads).map { head in
                var head = head
                head.temperature = settings.temperature ?? head.temperature
                return head
            }, weights: ensemble.weights)
    }
}
