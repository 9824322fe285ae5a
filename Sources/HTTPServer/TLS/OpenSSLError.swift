import COpenSSL

/// The errors that OpenSSL keeps for the calling thread.
enum OpenSSLError {
    /// The first of them in words, without anything of the peer's bytes; forgets them all.
    static func take() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return "no reason is known" }
        // A string that lives as long as the process.
        guard let text = ERR_reason_error_string(code) else { return "OpenSSL's error \(code)" }
        return String(cString: text)
    }
}
