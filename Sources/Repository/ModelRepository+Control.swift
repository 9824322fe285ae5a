import Configuration
import Dispatch
import Logging
import Machine
import Synchronization

/// Loading and unloading: at the start, as the folder changes, on request. All of it on the control queue.
extension ModelRepository {
    private typealias Candidate = RepositoryLayout.Candidate

    /// Scans the folder and loads what the mode of control says; then watches it in poll mode.
    ///
    /// A checkpoint that cannot be made ready becomes `failed` with the reason, and the others are loaded all the same.
    ///
    /// - Throws: `RepositoryError` if the folder has no checkpoint, contradicts itself, or none of its models can answer.
    package func start() throws(RepositoryError) {
        let result = control.sync { () -> Result<Void, RepositoryError> in
            do throws(RepositoryError) { return .success(try loadFirst()) } catch { return .failure(error) }
        }
        try result.get()
        if configuration.control == .poll { watch() }
    }

    /// Stops watching; what serves goes on until it is let go of.
    package func stop() { state.withLock { $0.isStopped = true } }

    /// Loads all versions of a model that are not ready or whose files have changed.
    ///
    /// - Parameter completion: called once, on the control queue: with the error if a version could not be made ready.
    package func load(_ name: String, completion: @escaping @Sendable (Result<Void, RepositoryError>) -> Void) {
        control.async { [self] in
            do throws(RepositoryError) {
                try checkControl()
                let candidates = try RepositoryLayout(folder: configuration.folder).loadOrder.filter {
                    $0.name == name
                }
                guard !candidates.isEmpty else {
                    throw unknown(name, state.withLock { $0.models.keys.sorted() })
                }
                state.withLock { _ = $0.held.remove(name) }
                let refusals = candidates.compactMap { update($0, signature(of: $0), isAsked: true) }
                settleEnsembles()
                guard refusals.isEmpty else {
                    throw RepositoryError(
                        refusals.allSatisfy { $0.kind == .composition } ? .composition : .configuration,
                        refusals.map(\.message).joined(separator: "; "))
                }
                completion(.success(()))
            } catch { completion(.failure(error)) }
        }
    }

    /// Takes a model out: no new request gets it, and its memory is returned once those admitted are answered. It stays out
    /// until it is loaded on request.
    ///
    /// - Parameter completion: called once, on the control queue, when nothing new is admitted.
    package func unload(_ name: String, completion: @escaping @Sendable (Result<Void, RepositoryError>) -> Void) {
        control.async { [self] in
            do throws(RepositoryError) {
                try checkControl()
                let (isKnown, names, numbers) = state.withLock { state in
                    (
                        state.models[name] != nil, state.models.keys.sorted(),
                        state.models[name]?.keys.sorted() ?? []
                    )
                }
                guard isKnown else { throw unknown(name, names) }
                state.withLock { _ = $0.held.insert(name) }
                for number in numbers { retire(name, number) }
                settleEnsembles()
                completion(.success(()))
            } catch { completion(.failure(error)) }
        }
    }

    private func checkControl() throws(RepositoryError) {
        if configuration.control == .none {
            throw RepositoryError(
                .controlDisabled,
                "models are not loaded or unloaded on request; start with --model-control poll or explicit")
        }
    }

    // MARK: On the control queue

    private func loadFirst() throws(RepositoryError) {
        let layout = try RepositoryLayout(folder: configuration.folder)
        if configuration.control == .explicit {
            for candidate in layout.candidates {
                state.withLock { state in
                    state.held.insert(candidate.name)
                    state.models[candidate.name, default: [:]][candidate.version] = Version(
                        state: .unloaded, candidate: candidate)
                }
                observe(candidate.name, candidate.version, .unloaded)
            }
            return
        }
        guard !layout.candidates.isEmpty else {
            throw RepositoryError(
                .configuration,
                "no checkpoints in \(configuration.folder); expected NAME/VERSION/model.safetensors or NAME.safetensors"
            )
        }
        // All are listed before the first is loaded.
        state.withLock { state in
            for candidate in layout.candidates {
                state.models[candidate.name, default: [:]][candidate.version] = Version(
                    state: .loading, candidate: candidate)
            }
        }
        let refusals = layout.loadOrder.compactMap { update($0, signature(of: $0), isAsked: true) }
        guard refusals.count < layout.candidates.count else {
            let reasons = refusals.map(\.message).joined(separator: "; ")
            throw RepositoryError(.configuration, "no model can be served: " + reasons)
        }
    }

    private func watch() {
        control.asyncAfter(deadline: .now() + configuration.pollSeconds) { [weak self] in
            guard let self, !state.withLock({ $0.isStopped }) else { return }
            scan()
            watch()
        }
    }

    /// Brings what is served to what the folder holds.
    func scan() {
        let layout: RepositoryLayout
        do throws(RepositoryError) { layout = try RepositoryLayout(folder: configuration.folder) } catch {
            // What serves goes on; the folder may be back the next time.
            logger.error("the folder of models cannot be read", metadata: ["reason": "\(error)"])
            return
        }
        for candidate in layout.loadOrder {
            if state.withLock({ $0.held.contains(candidate.name) }) {
                list(candidate)
                continue
            }
            let signature = signature(of: candidate)
            if isSettled(candidate, signature) { _ = update(candidate, signature, isAsked: false) }
        }
        let there = Set(layout.candidates.map { "\($0.name)/\($0.version)" })
        let gone = state.withLock { state in
            state.unsettled = state.unsettled.filter { there.contains($0.key) }
            return state.models.flatMap { name, versions in versions.keys.map { (name, $0) } }
                .filter { !there.contains("\($0.0)/\($0.1)") }
        }
        for (name, number) in gone.sorted(by: <) {
            state.withLock { $0.models[name]?[number]?.isOrphan = true }
            retire(name, number)
        }
        settleEnsembles()
    }

    /// A version of a model that stays unloaded.
    private func list(_ candidate: RepositoryLayout.Candidate) {
        let isNew = state.withLock { state in
            guard state.models[candidate.name]?[candidate.version] == nil else { return false }
            state.models[candidate.name, default: [:]][candidate.version] = Version(
                state: .unloaded, candidate: candidate)
            return true
        }
        if isNew { observe(candidate.name, candidate.version, .unloaded) }
    }

    private func signature(of candidate: RepositoryLayout.Candidate) -> FileSignature {
        FileSignature(paths: [candidate.path] + candidate.configurationPaths(in: configuration.folder))
    }

    /// Whether nobody seems to be writing the file: it is as old as a settled one, or was seen to be the same that long.
    private func isSettled(_ candidate: RepositoryLayout.Candidate, _ signature: FileSignature) -> Bool {
        let key = "\(candidate.name)/\(candidate.version)"
        let settled = configuration.settledSeconds
        return state.withLock { state in
            if state.models[candidate.name]?[candidate.version]?.signature == signature { return true }
            if signature.age >= settled { return true }
            guard let seen = state.unsettled[key], seen.signature == signature else {
                state.unsettled[key] = (signature, .now)
                return false
            }
            return seen.since.duration(to: .now) >= .seconds(settled)
        }
    }

    /// Loads a version if it is not as its files are.
    ///
    /// - Parameter isAsked: whether a file that was refused is tried again.
    /// - Returns: why it could not be made ready.
    private func update(
        _ candidate: RepositoryLayout.Candidate, _ signature: FileSignature, isAsked: Bool
    ) -> RepositoryError? {
        let (name, number) = (candidate.name, candidate.version)
        let attempt = state.withLock { state -> Int? in
            var version = state.models[name]?[number] ?? Version(state: .loading, candidate: candidate)
            if version.signature == signature, version.state == .ready || (version.state == .failed && !isAsked) {
                // A new file that was refused is refused again only if it is asked for.
                if version.reason == nil || !isAsked { return nil }
            }
            if version.state == .draining {
                // Asked for again before the last request was answered: what drains is forgotten, a new one is made.
                version.state = .unloaded
            }
            if let next = version.state.after(.loadRequested) { version.state = next }
            version.candidate = candidate
            version.signature = signature
            version.isOrphan = false
            version.attempts += 1
            state.models[name, default: [:]][number] = version
            state.unsettled["\(name)/\(number)"] = nil
            return version.attempts
        }
        guard let attempt else { return nil }
        if let now = state.withLock({ $0.models[name]?[number]?.state }) { observe(name, number, now) }
        do {
            let own = try ModelConfiguration(paths: candidate.configurationPaths(in: configuration.folder))
            switch candidate.content {
            case .checkpoint:
                let model = try ReadyModel.load(
                    path: candidate.path, name: name, version: number, instructionSet: configuration.instructionSet)
                let served = try make(model, own) { [weak self] in self?.released(name, number, attempt) }
                install(served, name, number, attempt, sha256: model.sha256) { version in
                    version.metadata = model.metadata
                    version.forgetEnsemble()
                }
            case .ensemble:
                let file = try ConfigurationFile(path: candidate.path)
                let definition = EnsembleDefinition(ensemble: try Ensemble(file.object), configuration: own)
                state.withLock { $0.models[name]?[number]?.definition = definition }
                try compose(definition, name, number, attempt)
            }
            return nil
        } catch { return refuse(name, number, error) }
    }

    /// Puts what answers into the place of a version.
    ///
    /// - Parameter note: what else is known of it.
    func install(
        _ served: Served, _ name: String, _ number: Int, _ attempt: Int, sha256: String,
        _ note: (inout Version) -> Void
    ) {
        // The old one is let go of without the lock: it may be the last reference.
        let old = state.withLock { state -> Served? in
            guard var version = state.models[name]?[number] else { return nil }
            defer { state.models[name]?[number] = version }
            let old = version.served
            version.served = served
            version.servedAttempt = attempt
            version.state = .ready
            version.reason = nil
            version.publicReason = nil
            version.sha256 = sha256
            note(&version)
            return old
        }
        _ = old
        logger.info(
            "model ready", metadata: ["model": "\(name)", "version": "\(number)", "checkpoint": "\(sha256)"])
        observe(name, number, .ready)
    }

    /// Notes why a version could not be made ready.
    ///
    /// - Parameter keepsServing: whether what serves goes on, with the files that it was made of.
    /// - Returns: the reason, with the version that it is about.
    func refuse(_ name: String, _ number: Int, _ error: any Error, keepsServing: Bool = true) -> RepositoryError {
        let reason = String(describing: error)
        let isPublic = (error as? RepositoryError)?.kind == .composition
        let (old, now) = state.withLock { state -> (Served?, ModelState?) in
            guard var version = state.models[name]?[number] else { return (nil, nil) }
            defer { state.models[name]?[number] = version }
            version.reason = reason
            version.publicReason = isPublic ? reason : nil
            var old: Served?
            if version.state != .ready {
                version.state = .failed
            } else if !keepsServing, let next = version.state.after(.memberLost) {
                version.state = next
                old = version.served
                version.served = nil
                version.composition = nil
                version.sha256 = nil
            }
            return (old, version.state)
        }
        _ = old
        logger.error(
            now == .ready ? "a new file of the model was refused; the old one goes on" : "model failed",
            metadata: ["model": "\(name)", "version": "\(number)", "reason": "\(reason)"])
        if let now { observe(name, number, now) }
        return RepositoryError(
            isPublic ? .composition : .configuration, "\(name) version \(number): \(reason)")
    }

    /// Admits nothing new to a version, and lets go of what serves.
    private func retire(_ name: String, _ number: Int) {
        let (served, now) = state.withLock { state -> (Served?, ModelState?) in
            guard var version = state.models[name]?[number] else { return (nil, nil) }
            let served = version.served
            version.served = nil
            version.signature = nil
            version.reason = nil
            version.publicReason = nil
            version.forgetEnsemble()
            if let next = version.state.after(.unloadRequested) { version.state = next }
            state.models[name]?[number] = version
            return (served, version.state)
        }
        if let now { observe(name, number, now) }
        if let served {
            logger.info("model unloading", metadata: ["model": "\(name)", "version": "\(number)"])
            withExtendedLifetime(served) {}
        } else {
            forgetOrphan(name, number)
        }
    }

    /// The last reference to what served a version is gone. May be called on any thread.
    func released(_ name: String, _ number: Int, _ attempt: Int) {
        let isUnloaded = state.withLock { state in
            guard var version = state.models[name]?[number], version.servedAttempt == attempt,
                let next = version.state.after(.lastRequestAnswered)
            else { return false }
            version.state = next
            state.models[name]?[number] = version
            return true
        }
        // Once whoever calls has let go of the rest as well.
        control.asyncAfter(deadline: .now() + 0.2) { ResidentMemory.trim() }
        guard isUnloaded else { return }
        logger.info("model unloaded", metadata: ["model": "\(name)", "version": "\(number)"])
        observe(name, number, .unloaded)
        forgetOrphan(name, number)
    }

    /// Takes an unloaded version without files off the list.
    private func forgetOrphan(_ name: String, _ number: Int) {
        let isForgotten = state.withLock { state in
            guard let version = state.models[name]?[number], version.isOrphan, version.state != .draining else {
                return false
            }
            state.models[name]?[number] = nil
            if state.models[name]?.isEmpty == true {
                state.models[name] = nil
                state.held.remove(name)
            }
            return true
        }
        if isForgotten { observe(name, number, nil) }
    }
}
