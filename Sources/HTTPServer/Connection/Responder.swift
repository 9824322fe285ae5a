import Synchronization

/// Carries one answer from any thread to the loop of its connection, once.
///
/// The handler's `respond` closure owns it: when the closure is released unused, the connection is told.
final class Responder: Sendable {
    private let mailbox: Mailbox
    private let token: ConnectionToken
    private let serial: UInt32
    private let isDone = Atomic<Bool>(false)

    init(mailbox: Mailbox, token: ConnectionToken, serial: UInt32) {
        self.mailbox = mailbox
        self.token = token
        self.serial = serial
    }

    deinit {
        if !isDone.load(ordering: .acquiring) { mailbox.post(.abandon(token, serial: serial)) }
    }

    /// Hands in the answer; calls after the first do nothing.
    func respond(_ response: ServerResponse) {
        guard !isDone.exchange(true, ordering: .acquiringAndReleasing) else { return }
        mailbox.post(.respond(response, token, serial: serial))
    }
}
