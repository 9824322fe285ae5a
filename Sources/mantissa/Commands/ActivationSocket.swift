import ArgumentParser
import Glibc

/// The listening socket that systemd hands to a service (`sd_listen_fds(3)`).
enum ActivationSocket {
    /// The first descriptor that is handed over.
    private static let first: Int32 = 3

    /// - Parameter environment: `LISTEN_PID` says for which process the descriptors are, `LISTEN_FDS` how many they are.
    /// - Returns: nil where there is none for this process.
    /// - Throws: `ValidationError` for anything but one.
    static func descriptor(
        environment: [String: String], process: Int32 = getpid()
    ) throws(ValidationError) -> Int32? {
        guard let pid = environment["LISTEN_PID"], Int32(pid) == process, let text = environment["LISTEN_FDS"] else {
            return nil
        }
        guard let count = Int(text), count == 1 else {
            throw ValidationError(
                "LISTEN_FDS is \(text.prefix(20)): this service takes one socket; leave one ListenStream= in the socket unit"
            )
        }
        return first
    }
}
