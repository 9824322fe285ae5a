import HTTPTypes
import Synchronization

/// The door: who may ask what, and how much. Safe to use from any thread.
final class AccessControl: Sendable {
    private struct State {
        /// Nil if no key is needed.
        var keys: APIKeySet?
        /// By the names of the keys: what is in the server counts on when the file is read again.
        var limiters: [String: KeyLimiter] = [:]
    }

    /// Longer ones are no keys, and not worth hashing.
    private static let keyByteLimit = 1024

    private let state: Mutex<State>
    private let isLocal: Bool

    /// - Parameters:
    ///   - keys: nil for none; with an empty list, no request has a right one.
    ///   - host: the address that is listened on.
    init(keys: [APIKey]?, host: String) {
        state = Mutex(Self.state(keys, after: State()))
        isLocal = LocalHost.names(host)
    }

    /// Puts other keys in the place of all there are.
    func replace(by keys: [APIKey]) {
        state.withLock { $0 = Self.state(keys, after: $0) }
    }

    private static func state(_ keys: [APIKey]?, after old: State) -> State {
        State(
            keys: keys.map { APIKeySet($0) },
            limiters: [String: KeyLimiter](
                (keys ?? []).map { ($0.name, old.limiters[$0.name] ?? KeyLimiter()) }, uniquingKeysWith: { $1 }))
    }

    /// Whether requests are asked for a key.
    var needsKeys: Bool { state.withLock { $0.keys != nil } }

    /// Lets a request in, or says why not.
    ///
    /// - Parameter now: on `Clock`.
    func admit(
        _ headers: HTTPFields, to access: RouteAccess, at now: UInt64
    ) throws(AccessRefusal) -> AccessGrant {
        guard let (key, limiter) = try key(of: headers, to: access) else { return .anonymous }
        switch limiter.enter(key.limits, at: now) {
        case .admitted: return AccessGrant(keyName: key.name, limiter: limiter)
        case .tooFast(let wait): throw .tooFast(waitNanoseconds: wait, keyName: key.name)
        case .tooMany: throw .tooMany(keyName: key.name)
        }
    }

    /// Says why a request would not be let in, whatever its key's limits.
    func check(_ headers: HTTPFields, to access: RouteAccess) throws(AccessRefusal) {
        _ = try key(of: headers, to: access)
    }

    /// The key of a request that has the right one; nil if it needs none.
    private func key(
        of headers: HTTPFields, to access: RouteAccess
    ) throws(AccessRefusal) -> (key: APIKey, limiter: KeyLimiter)? {
        guard let scope = access.scope else { return nil }
        let state = state.withLock { $0 }
        guard let keys = state.keys else {
            if access == .admin { try checkAdmin(headers) }
            return nil
        }
        let presented: String
        switch Credentials(headers) {
        case .none: throw .noKey
        case .several: throw .severalKeys
        case .key(let key): presented = key
        }
        guard presented.utf8.count <= Self.keyByteLimit, let key = keys.key(of: KeyDigest(of: presented)),
            let limiter = state.limiters[key.name]
        else { throw .wrongKey }
        guard key.scopes.contains(scope) else { throw .lacksScope(scope, keyName: key.name) }
        return (key, limiter)
    }

    /// Without keys only this machine may change what is served. Its browser is not enough: any page can send requests to it,
    /// but it cannot help sending its origin along.
    private func checkAdmin(_ headers: HTTPFields) throws(AccessRefusal) {
        guard isLocal else { throw .adminNeedsKeys }
        if let origin = headers[.origin], !LocalHost.isOrigin(origin) { throw .adminFromElsewhere }
    }
}
