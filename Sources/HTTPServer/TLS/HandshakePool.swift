import Glibc
import Synchronization

/// The threads that do handshakes, away from the loops: a signature takes as long as hundreds of small requests.
///
/// A connection is given in as it was accepted, and given on to a loop when its handshake is complete. A peer that is slow
/// occupies a place, not a thread. All methods may be called from any thread.
final class HandshakePool: Sendable {
    private let threads: [HandshakeThread]
    private let turn = Atomic<Int>(0)

    /// Starts the threads.
    init(_ configuration: TLSConfiguration, contexts: TLSContextSource, server: ServerContext) throws(HTTPServerError) {
        let count = configuration.handshakeThreadCount
        let limit = (configuration.handshakeLimit + count - 1) / count
        var threads: [HandshakeThread] = []
        do throws(HTTPServerError) {
            for _ in 0..<count {
                let thread = try HandshakeThread(limit: limit, contexts: contexts, server: server)
                try thread.start()
                threads.append(thread)
            }
        } catch {
            for thread in threads { thread.stop() }
            throw error
        }
        self.threads = threads
    }

    /// Takes over a connection; false if it has as many as it may, or has stopped.
    func take(_ accepted: AcceptedConnection) -> Bool {
        let turn = turn.add(1, ordering: .relaxed).oldValue
        return threads[Int(turn.magnitude % UInt(threads.count))].take(accepted)
    }

    /// Closes the connections on which nothing has come yet, now and from now on.
    func drain() {
        for thread in threads { thread.drain() }
    }

    /// Closes all connections and waits until the threads have ended.
    func stop() {
        for thread in threads { thread.stop() }
    }
}
