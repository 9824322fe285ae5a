import Repository

/// Several ready models that answer as one. It has no queue of its own: each member computes in the one that it has anyway.
final class EnsembleService: ServedModel {
    let answering: AnsweringModel
    let identity: String
    let requestTimeoutSeconds: Double?
    let statistics = ModelStatistics()
    let members: [ModelService]
    private let released: @Sendable () -> Void

    /// - Parameter released: called when the last reference has gone.
    /// - Throws: `ServingError` if the members do not fit together, or the settings do not fit an ensemble.
    init(
        _ ready: ReadyEnsemble<any ServedModel>, _ configuration: ModelConfiguration,
        released: @escaping @Sendable () -> Void
    ) throws(ServingError) {
        members = ready.members.flatMap(\.members)
        answering = try AnsweringModel(ready, configuration)
        identity = ServiceIdentity.make(answering)
        requestTimeoutSeconds = configuration.requestTimeoutSeconds
        self.released = released
        for (member, service) in zip(ready.ensemble.members, members) where service.images == nil {
            throw ServingError(.malformed, "the member \(member) takes no images, only tensors")
        }
    }

    deinit { released() }
}
