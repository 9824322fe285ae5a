import Synchronization

/// Tells apart all that is loaded in one process.
enum ServiceIdentity {
    private static let loads = Atomic<Int>(0)

    /// Another text each time.
    static func make(_ model: AnsweringModel) -> String {
        "\(model.name)/\(model.version) \(model.sha256) \(loads.wrappingAdd(1, ordering: .relaxed).newValue)"
    }
}
