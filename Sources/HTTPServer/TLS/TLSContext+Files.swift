import COpenSSL
import Glibc

/// What is read when a context is made; every fault names its file and what to do.
extension TLSContext {
    func useCertificate(_ path: String) throws(HTTPServerError) {
        try Self.checkReadable(path, "certificate")
        ERR_clear_error()
        guard SSL_CTX_use_certificate_chain_file(context, path) == 1 else {
            throw HTTPServerError(
                .tls,
                "cannot use the certificate \(path): \(OpenSSLError.take()); give a PEM file with the server's "
                    + "certificate first, then those that signed it")
        }
        guard let certificate = SSL_CTX_get0_certificate(context) else {
            throw HTTPServerError(.tls, "the file \(path) has no certificate")
        }
        try Self.checkTimes(certificate, path)
        var place: Int32 = 0
        while let certificate = mant_ssl_ctx_chain_certificate(context, place) {
            try Self.checkTimes(certificate, path)
            place += 1
        }
    }

    func useKey(_ path: String, of certificatePath: String) throws(HTTPServerError) {
        try Self.checkReadable(path, "private key")
        guard let file = BIO_new_file(path, "r") else {
            throw HTTPServerError(.tls, "cannot read the private key \(path): \(OpenSSLError.take())")
        }
        defer { BIO_free(file) }
        ERR_clear_error()
        var isEncrypted = false
        // OpenSSL would ask for a passphrase on the terminal. The flag outlives the call that it is given to.
        let key = withUnsafeMutablePointer(to: &isEncrypted) { flag in
            PEM_read_bio_PrivateKey(
                file, nil,
                { _, _, _, flag in
                    flag?.assumingMemoryBound(to: Bool.self).pointee = true
                    return -1
                }, flag)
        }
        guard let key else {
            let reason = OpenSSLError.take()
            throw HTTPServerError(
                .tls,
                isEncrypted
                    ? "the private key \(path) has a passphrase; give one without: openssl pkey -in KEY -out PLAIN"
                    : "cannot use the private key \(path): \(reason); give a PEM file with the key of \(certificatePath)"
            )
        }
        defer { EVP_PKEY_free(key) }
        guard let certificate = SSL_CTX_get0_certificate(context), X509_check_private_key(certificate, key) == 1 else {
            ERR_clear_error()
            throw HTTPServerError(
                .tls,
                "the private key \(path) does not belong to the first certificate of \(certificatePath); give the key "
                    + "that the certificate was made for")
        }
        guard SSL_CTX_use_PrivateKey(context, key) == 1 else {
            throw HTTPServerError(.tls, "cannot use the private key \(path): \(OpenSSLError.take())")
        }
    }

    func requireClients(signedBy path: String) throws(HTTPServerError) {
        try Self.checkReadable(path, "file of client authorities")
        ERR_clear_error()
        // The names tell clients which of their certificates to show; the context owns the list.
        guard SSL_CTX_load_verify_file(context, path) == 1, let names = SSL_load_client_CA_file(path) else {
            throw HTTPServerError(
                .tls,
                "cannot use the client authorities \(path): \(OpenSSLError.take()); give a PEM file with one or more "
                    + "certificates")
        }
        SSL_CTX_set_client_CA_list(context, names)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }

    private static func checkReadable(_ path: String, _ what: String) throws(HTTPServerError) {
        guard access(path, R_OK) != 0 else { return }
        let code = errno
        throw HTTPServerError(.tls, "cannot read the \(what) \(path): \(String(cString: strerror(code)))", code: code)
    }

    private static func checkTimes(_ certificate: OpaquePointer, _ path: String) throws(HTTPServerError) {
        // Both times belong to the certificate, which its context keeps.
        guard X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0 else {
            throw HTTPServerError(
                .tls, "a certificate of \(path) has expired (\(text(X509_get0_notAfter(certificate)))); renew it")
        }
        guard X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0 else {
            throw HTTPServerError(
                .tls,
                "a certificate of \(path) is not valid before \(text(X509_get0_notBefore(certificate))); check it and "
                    + "the machine's clock")
        }
    }

    /// A time as RFC 3339 writes it.
    private static func text(_ time: UnsafePointer<ASN1_TIME>?) -> String {
        var fields = tm()
        guard ASN1_TIME_to_tm(time, &fields) == 1 else { return "at an unreadable time" }
        func digits(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(fields.tm_year + 1900)-\(digits(fields.tm_mon + 1))-\(digits(fields.tm_mday))"
        return "\(date)T\(digits(fields.tm_hour)):\(digits(fields.tm_min)):\(digits(fields.tm_sec))Z"
    }
}
