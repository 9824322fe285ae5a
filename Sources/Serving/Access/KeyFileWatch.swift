import Dispatch
import Logging
import Synchronization

/// Looks at the file of API keys from time to time. Good new keys take the place of the old ones; a bad file is refused, and the
/// old ones hold on.
final class KeyFileWatch: Sendable {
    private static let intervalMilliseconds = 500

    private let file: Mutex<WatchedKeyFile>
    private let isStopped = Atomic<Bool>(false)
    private let access: AccessControl
    private let logger: Logger
    private let queue = DispatchQueue(label: "mantissa.keys")

    init(_ file: WatchedKeyFile, access: AccessControl, logger: Logger) {
        self.file = Mutex(file)
        self.access = access
        self.logger = logger
    }

    /// Goes on until `stop()`, or until nobody holds the watch any more.
    func start() {
        queue.asyncAfter(deadline: .now() + .milliseconds(Self.intervalMilliseconds)) { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            look()
            start()
        }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func look() {
        switch file.withLock({ $0.change() }) {
        case nil: break
        case .success(let file):
            access.replace(by: file.keys)
            logger.notice("API keys changed", metadata: ["keys": .stringConvertible(file.keys.count)])
        case .failure(let error):
            logger.error("the new API keys are refused, the old ones hold on", metadata: ["reason": "\(error)"])
        }
    }
}
