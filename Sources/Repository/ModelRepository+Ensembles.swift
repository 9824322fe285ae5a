import Synchronization

/// Ensembles follow their members: they are put together when all of these answer, again when one is replaced, and answer no
/// longer when one has gone. All of it on the control queue.
extension ModelRepository {
    private struct Found {
        var part: Membership.Part
        var served: Served
        var sha256: String
    }

    /// Brings every ensemble to what its members are now. To be called after any of them has changed.
    func settleEnsembles() {
        let ensembles = state.withLock { state in
            state.models.flatMap { name, versions in
                versions.filter { $0.value.definition != nil }.map { (name, $0.key) }
            }
        }
        for (name, number) in ensembles.sorted(by: <) { settle(name, number) }
    }

    private func settle(_ name: String, _ number: Int) {
        // What to try, whether what serves has lost a member, and, where nothing is tried, why its newest file was refused.
        let (trial, isStale, reason) = state.withLock { state -> ((EnsembleDefinition, Int)?, Bool, String?) in
            guard var version = state.models[name]?[number], let definition = version.definition else {
                return (nil, false, nil)
            }
            let isStale = version.composition.map { Self.membership($0.definition, in: state) != $0 } ?? false
            guard Self.membership(definition, in: state) != version.tried else {
                return (nil, isStale, version.publicReason)
            }
            if let next = version.state.after(.loadRequested) { version.state = next }
            version.attempts += 1
            state.models[name]?[number] = version
            return ((definition, version.attempts), isStale, nil)
        }
        do {
            if let (definition, attempt) = trial {
                try compose(definition, name, number, attempt)
            } else if isStale {
                throw RepositoryError(.composition, reason ?? "a member has changed")
            }
        } catch { _ = refuse(name, number, error, keepsServing: !isStale) }
    }

    /// Makes an ensemble of what answers for its members now, and puts it into its version's place.
    func compose(_ definition: EnsembleDefinition, _ name: String, _ number: Int, _ attempt: Int) throws {
        let (found, membership) = state.withLock { state in
            let found = Self.members(of: definition.ensemble, in: state)
            let membership = Membership(definition: definition, parts: found.map { $0.map(\.part) })
            state.models[name]?[number]?.tried = membership
            return (found, membership)
        }
        let members = try found.get()
        let ready = ReadyEnsemble(
            name: name, version: number, sha256: definition.ensemble.identity(of: members.map(\.sha256)),
            ensemble: definition.ensemble, members: members.map(\.served))
        let served = try compose(ready, definition.configuration) { [weak self] in
            self?.released(name, number, attempt)
        }
        install(served, name, number, attempt, sha256: ready.sha256) { version in
            version.composition = membership
            version.metadata = nil
        }
    }

    private static func membership(_ definition: EnsembleDefinition, in state: State) -> Membership {
        Membership(
            definition: definition, parts: members(of: definition.ensemble, in: state).map { $0.map(\.part) })
    }

    private static func members(of ensemble: Ensemble, in state: State) -> Result<[Found], RepositoryError> {
        do throws(RepositoryError) {
            var found: [Found] = []
            for member in ensemble.members { found.append(try find(member, in: state)) }
            return .success(found)
        } catch { return .failure(error) }
    }

    private static func find(_ member: Ensemble.Member, in state: State) throws(RepositoryError) -> Found {
        guard let versions = state.models[member.name] else {
            throw RepositoryError(.composition, "there is no model for the member \(member)")
        }
        if member.version == nil, versions.values.contains(where: \.isEnsemble) {
            // It might be this very one.
            throw RepositoryError(
                .composition, "the member \(member) has versions that are ensembles; name one of the others")
        }
        let number = member.version ?? defaultVersion(versions) ?? versions.keys.max() ?? 0
        guard let version = versions[number] else {
            throw RepositoryError(.composition, "there is no version for the member \(member)")
        }
        guard !version.isEnsemble else {
            throw RepositoryError(.composition, "the member \(member) is an ensemble itself; name its members instead")
        }
        guard version.state == .ready, let served = version.served, let sha256 = version.sha256 else {
            let place = member.version == nil ? "\(member) (version \(number))" : "\(member)"
            // What drains takes nothing new.
            let now = version.state == .draining ? ModelState.unloaded : version.state
            throw RepositoryError(.composition, "the member \(place) is \(now.rawValue)")
        }
        return Found(
            part: Membership.Part(version: number, attempt: version.servedAttempt), served: served, sha256: sha256)
    }
}

extension ModelRepository.Version {
    /// Whether it is one, or still serves as one although its file has been replaced by a checkpoint.
    var isEnsemble: Bool { candidate.content == .ensemble || composition != nil }

    /// Forgets what was known of an ensemble.
    mutating func forgetEnsemble() { (definition, tried, composition) = (nil, nil, nil) }

    /// Of an ensemble, for listings.
    var members: [MemberEntry]? {
        guard let ensemble = (composition?.definition ?? definition)?.ensemble else { return nil }
        let parts = try? composition?.parts.get()
        return ensemble.members.indices.map { index in
            MemberEntry(
                name: ensemble.members[index].name, version: parts?[index].version ?? ensemble.members[index].version,
                weight: ensemble.weights[index])
        }
    }
}
