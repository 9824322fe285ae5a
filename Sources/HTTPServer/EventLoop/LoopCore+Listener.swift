import CLinux
import Glibc
import Logging
import Synchronization

extension LoopCore {
    /// Takes over a bound, listening socket.
    func listen(_ descriptor: Int32) -> Bool {
        listener = descriptor
        return readiness.watch(descriptor, token: .listener)
    }

    /// Accepts what waits, at most 64 connections so that others get their turn, and deals them to the loops.
    func acceptConnections() {
        _ = accept(atMost: 64)
    }

    /// False when nothing more waits, or the listener had to pause.
    private func accept(atMost count: Int) -> Bool {
        guard let listener else { return false }
        for _ in 0..<count {
            var address = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = withUnsafeMutablePointer(to: &address) { storage in
                storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    accept4(listener, pointer, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                }
            }
            guard descriptor >= 0 else {
                switch errno {
                case EAGAIN: return false
                // The peer gave up between connecting and now.
                case EINTR, ECONNABORTED, EPROTO, EPERM: continue
                default:
                    // EMFILE, ENFILE, ENOBUFS, ENOMEM: the connection still waits, so the listener stays readable and
                    // would be reported for ever. Let the peers wait in the backlog until something is free.
                    let code = errno
                    pauseListener()
                    context.logger.warning(
                        "cannot accept connections for want of descriptors or memory, waiting",
                        metadata: ["errno": "\(code)"])
                    return false
                }
            }
            deal(descriptor, from: &address)
        }
        return true
    }

    private func deal(_ descriptor: Int32, from address: inout sockaddr_storage) {
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let count = context.connectionCount.load(ordering: .relaxed)
        let host = SocketAddress(address)?.host ?? ""
        let verdict = context.addressCounts?.verdict(host) ?? .welcome
        // A refusal takes a connection as well, for as long as the peer takes to read it; those have a limit too.
        guard count < context.connectionLimit + 128, verdict != .closed else {
            Glibc.close(descriptor)
            return context.handler.note(.refused)
        }
        var accepted = AcceptedConnection(descriptor: descriptor, remoteAddress: host)
        if count >= context.connectionLimit {
            accepted.refusal = HTTPFailure(
                .tooManyConnections, "the server has as many connections as it may; try again")
        } else if verdict == .refused {
            accepted.refusal = HTTPFailure(
                .tooManyConnections, "your address has as many connections as it may; use those, or close some")
        }
        context.admit(accepted)
    }

    private func pauseListener() {
        guard let listener else { return }
        readiness.change(listener, token: .listener, input: false, output: false)
        let resume = MonotonicClock.now() + 100_000_000
        listenerResumeTime = resume
        wake(by: resume)
    }

    func resumeListener() {
        listenerResumeTime = nil
        guard let listener else { return }
        readiness.change(listener, token: .listener, input: true, output: false)
    }

    /// Serves what has been sent, then nothing more.
    func drain() {
        isDraining = true
        if listener != nil {
            // What has connected by now is not turned away.
            while accept(atMost: 64) {}
            closeListener()
            context.listenerClosed()
        }
        for connection in connections.all where connection.state.isIdle { finishIdle(connection) }
    }

    func closeListener() {
        guard let listener else { return }
        self.listener = nil
        listenerResumeTime = nil
        readiness.release(listener, token: .listener)
    }
}
