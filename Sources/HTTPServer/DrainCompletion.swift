import Synchronization

/// A completion that can be taken once, by whoever comes first.
final class DrainCompletion: Sendable {
    private let completion: Mutex<(@Sendable (Bool) -> Void)?>

    init(_ completion: @escaping @Sendable (Bool) -> Void) {
        self.completion = Mutex(completion)
    }

    /// The completion, the first time; then nil.
    func take() -> (@Sendable (Bool) -> Void)? {
        completion.withLock { completion in
            defer { completion = nil }
            return completion
        }
    }
}
