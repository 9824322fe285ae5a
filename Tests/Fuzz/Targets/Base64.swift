import JSON

extension FuzzTarget {
    /// Letters: what is taken has one spelling; bytes: they come back.
    static let base64 = FuzzTarget("base64", byteLimit: 512) { input in
        if let bytes = input.withUnsafeBufferPointer({ Base64.decode($0) }) {
            try require(Base64.encode(bytes) == input, "\(input) is no canonical spelling of \(bytes)")
        }
        let letters = Base64.encode(input)
        try require(letters.withUnsafeBufferPointer { Base64.decode($0) } == input, "\(letters) is not \(input)")
        try require(Base64.decode(String(decoding: letters, as: UTF8.self)) == input, "the text \(letters) differs")
    }
}
