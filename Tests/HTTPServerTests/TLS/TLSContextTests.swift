import Foundation
import TestSupport
import Testing

@testable import HTTPServer

/// What is said of certificates and keys that cannot be used.
@Suite struct TLSContextTests {
    private func refusal(_ certificate: String, _ key: String, clientCA: String? = nil) -> String {
        do throws(HTTPServerError) {
            _ = try TLSContext(TLSConfiguration(certificatePath: certificate, keyPath: key, clientCAPath: clientCA))
            return "none"
        } catch {
            #expect(error.kind == .tls)
            return error.message
        }
    }

    @Test func takesAPairAndAuthorities() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("server")
        #expect(refusal(pair.certificate, pair.key) == "none")
        #expect(refusal(pair.certificate, pair.key, clientCA: certificates.authority) == "none")
    }

    @Test func namesAFileThatIsNotThere() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("server")
        let absent = certificates.path("absent.pem")
        #expect(
            refusal(absent, pair.key) == "cannot read the certificate \(absent): No such file or directory")
        #expect(
            refusal(pair.certificate, absent) == "cannot read the private key \(absent): No such file or directory")
        #expect(
            refusal(pair.certificate, pair.key, clientCA: absent)
                == "cannot read the file of client authorities \(absent): No such file or directory")
    }

    @Test func saysWhatAFileShouldHold() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("server")
        let text = certificates.path("text")
        try Data("no PEM\n".utf8).write(to: URL(fileURLWithPath: text))
        #expect(refusal(text, pair.key).hasPrefix("cannot use the certificate \(text): no start line; give a PEM file"))
        #expect(refusal(pair.certificate, text).hasPrefix("cannot use the private key \(text): "))
        #expect(refusal(pair.certificate, pair.key, clientCA: text).hasPrefix("cannot use the client authorities"))
        // Swapped, and a folder.
        #expect(refusal(pair.key, pair.certificate).hasPrefix("cannot use the certificate \(pair.key)"))
        #expect(refusal(pair.certificate, pair.certificate).hasPrefix("cannot use the private key"))
        #expect(refusal(NSTemporaryDirectory(), pair.key).hasPrefix("cannot use the certificate"))
    }

    @Test func refusesAKeyOfAnotherCertificate() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("server")
        let other = try certificates.make("another")
        #expect(refusal(pair.certificate, other.key).contains("does not belong to the first certificate"))
        let rsa = certificates.path("rsa.key")
        try certificates.openssl("genrsa", "-out", rsa, "2048")
        #expect(refusal(pair.certificate, rsa).contains("does not belong to the first certificate"))
    }

    @Test func refusesWhatHasExpired() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("expired", days: -1)
        let message = refusal(pair.certificate, pair.key)
        #expect(message.hasPrefix("a certificate of \(pair.certificate) has expired (20"))
        #expect(message.hasSuffix("Z); renew it"))
        // The same in the chain behind a good one.
        let good = try certificates.make("good")
        let chain = certificates.path("chain.pem")
        let bytes = try [good.certificate, pair.certificate].map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        try (bytes[0] + bytes[1]).write(to: URL(fileURLWithPath: chain))
        #expect(refusal(chain, good.key).contains("has expired"))
    }

    @Test func asksForNoPassphrase() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("server")
        let locked = certificates.path("locked.key")
        try certificates.openssl("pkey", "-in", pair.key, "-aes256", "-passout", "pass:secret", "-out", locked)
        #expect(refusal(pair.certificate, locked).hasPrefix("the private key \(locked) has a passphrase"))
    }

    @Test func refusesAWeakKey() throws {
        let certificates = try TestCertificates()
        let (key, certificate) = (certificates.path("weak.key"), certificates.path("weak.pem"))
        try certificates.openssl(
            "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-days", "30", "-subj", "/CN=weak", "-keyout", key, "-out",
            certificate)
        #expect(refusal(certificate, key).contains("key too small"))
    }
}
