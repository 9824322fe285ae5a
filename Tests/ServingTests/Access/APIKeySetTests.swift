import TestSupport
import Testing

@testable import Serving

@Suite struct APIKeySetTests {
    private static func key(_ name: String) -> APIKey {
        APIKey(name: name, digest: KeyDigest(of: "key \(name)"), scopes: [.predict])
    }

    @Test(arguments: [1, 2, 3, 100]) func eachKeyIsFoundAndNoOther(count: Int) {
        let keys = (0..<count).map { Self.key("\($0)") }
        let set = APIKeySet(keys)
        for key in keys { #expect(set.key(of: key.digest) == key) }
        for name in ["", "-1", "\(count)", "0 "] { #expect(set.key(of: KeyDigest(of: "key \(name)")) == nil) }
        #expect(APIKeySet([]).key(of: KeyDigest(of: "")) == nil)
    }

    /// One bit is enough to be another digest, wherever it is.
    @Test func everyBitCounts() throws {
        let digits = KeyDigest(of: "x").hexadecimal
        let digest = try #require(KeyDigest(hexadecimal: digits))
        #expect(digest == KeyDigest(of: "x") && digest.equality(digest) == -1)
        for (at, digit) in digits.enumerated() {
            let value = try #require(Int(String(digit), radix: 16))
            for bit in 0..<4 {
                var changed = Array(digits)
                changed[at] = Character(String(value ^ (1 << bit), radix: 16))
                let other = try #require(KeyDigest(hexadecimal: String(changed)))
                #expect(digest.equality(other) == 0 && other.equality(digest) == 0)
            }
        }
    }

    @Test func digestsAreThoseOfTheStandard() {
        #expect(
            KeyDigest(of: "abc").hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        "", "ab", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "g", count: 64),
    ])
    func whatIsNoDigestIsNone(text: String) { #expect(KeyDigest(hexadecimal: text) == nil) }
}
