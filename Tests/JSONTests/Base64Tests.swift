import Foundation
import JSON
import Testing

struct Base64Tests {
    @Test func agreesWithFoundation() {
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == Array(text.utf8))
            #expect(Base64.decode(text) == bytes)
        }
    }

    static let bad = [
        "A", "AA", "AAA", "AAAAA", "A===", "====", "=AAA", "AA=A", "A=AA", "AA==AAAA", "AAA=AAAA", "AAAA\n", " AAA",
        "AA A", "AA-_", "AB==", "AAB=", "AÄA", "AAAA====", "AA==AA==",
    ]

    @Test(arguments: bad)
    func refuses(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func takesItsAlphabetAndNoOtherByte() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max {
            let letters = [UInt8(ascii: "A"), byte, UInt8(ascii: "A"), UInt8(ascii: "A")]
            let isDecoded = letters.withUnsafeBufferPointer { Base64.decode($0) != nil }
            #expect(isDecoded == alphabet.contains(byte), "byte \(byte)")
        }
    }
}
