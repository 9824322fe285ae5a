import COpenSSL

/// The hash function of FIPS 180-4, by OpenSSL.
///
/// One message per object.
package final class SHA256 {
    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

    package func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// The 32 bytes of the digest; ends the message.
    package func bytes() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest
    }

    /// 64 hexadecimal digits in lower case; ends the message.
    package func hexDigits() -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// `sha256:` and the digits of some bytes: how files and checkpoints are named.
    package static func identity(of bytes: UnsafeRawBufferPointer) -> String {
        let hash = SHA256()
        hash.update(bytes)
        return "sha256:" + hash.hexDigits()
    }

    /// The identity of a file.
    package static func identity(ofFile path: String) throws(CheckpointError) -> String {
        try MappedFile(path: path).identity
    }
}

extension MappedFile {
    /// `sha256:` and 64 digits of the whole file.
    var identity: String {
        let hash = SHA256()
        forEachPart(of: 0..<bytes.count) { hash.update($0) }
        return "sha256:" + hash.hexDigits()
    }
}
