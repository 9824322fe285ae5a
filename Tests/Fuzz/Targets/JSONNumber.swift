import JSON

extension FuzzTarget {
    /// A number: rounded as the standard library rounds it, alone and in a list.
    static let jsonNumber = FuzzTarget("json-number", byteLimit: 1100) { input in
        // Half of them as JSON would have it, so that most inputs say something.
        guard input.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return }
        let alone = try? JSONParser.parse(input)
        let listed = try? JSONParser.parse([UInt8(ascii: "[")] + input + [UInt8(ascii: "]")])
        guard let number = alone else {
            try require(listed == nil || input.isEmpty, "no number alone, \(listed as Any) in a list")
            return
        }
        let text = String(decoding: input, as: UTF8.self)
        guard let expected = Double(text), let double = number.double else {
            throw BrokenProperty("\(text) is \(number)")
        }
        try require(
            double.bitPattern == expected.bitPattern, "\(text) is read as \(double), and is \(expected)")
        if case .integer(let integer) = number {
            try require(Int(text) == integer, "\(text) is read as \(integer)")
        }
        let element = listed?.array?.first
        try require(
            listed?.elementCount == 1 && element?.double?.bitPattern == double.bitPattern,
            "\(text) is \(double) alone, \(element as Any) in a list")
    }
}
