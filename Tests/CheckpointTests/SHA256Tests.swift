import Testing

@testable import Checkpoint

@Suite struct SHA256Tests {
    /// The examples of FIPS 180-2, appendix B.
    @Test func givesTheStandardsExamples() {
        func identity(_ text: String) -> String { Array(text.utf8).withUnsafeBytes { SHA256.identity(of: $0) } }
        #expect(identity("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(identity("") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            identity("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }
}
