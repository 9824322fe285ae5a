/// Who may ask a route, once there are API keys.
enum RouteAccess: Sendable, Hashable, CaseIterable {
    /// Everybody: probes, and the page, which has to ask for the key first.
    case open
    /// Keys of this scope.
    case predict, admin, metrics

    /// What a key has to have; nil if none is needed.
    var scope: KeyScope? {
        switch self {
        case .open: nil
        case .predict: .predict
        case .admin: .admin
        case .metrics: .metrics
        }
    }
}
