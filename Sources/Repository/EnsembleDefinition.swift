/// What the files of an ensemble say.
struct EnsembleDefinition: Sendable, Equatable {
    var ensemble: Ensemble
    var configuration: ModelConfiguration
}
