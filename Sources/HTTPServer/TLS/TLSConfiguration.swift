/// How an `HTTPServer` speaks TLS: 1.2 and 1.3, HTTP/1.1 by ALPN, sessions resumed by tickets.
package struct TLSConfiguration: Sendable {
    /// A PEM file: the server's certificate, then those that signed it, without the root.
    package var certificatePath: String
    /// A PEM file: the private key of the first certificate, without a passphrase.
    package var keyPath: String
    /// A PEM file of the authorities one of which must have signed a client's certificate; nil asks for none.
    package var clientCAPath: String?
    /// Threads that do handshakes, 1 to 16.
    package var handshakeThreadCount = 2
    /// Connections whose handshake is not complete; more are closed as soon as they are accepted.
    package var handshakeLimit = 1_024
    /// How often the files are looked at; what has changed is loaded when it is the same at two looks.
    package var lookSeconds = 1.0

    /// The defaults, with these files.
    package init(certificatePath: String, keyPath: String, clientCAPath: String? = nil) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.clientCAPath = clientCAPath
    }

    /// All files.
    var paths: [String] { [certificatePath, keyPath] + (clientCAPath.map { [$0] } ?? []) }
}
