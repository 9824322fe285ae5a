/// Sizes in bytes as people write them: `33554432`, `32MiB`, `1GB`.
package enum ByteSize {
    /// What may follow the digits, and how many bytes it stands for: powers of 1,024 (IEC 80000-13) and of 1,000 (SI).
    private static let units: [(suffix: String, bytes: Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("B", 1),
    ]

    /// The texts that `parse(_:)` takes, as a regular expression of ECMA-262.
    package static let pattern = "^[0-9]+(KiB|MiB|GiB|kB|MB|GB|B)?$"

    /// The bytes that a text stands for; nil if it is none, or too large for an `Int`.
    package static func parse(_ text: String) -> Int? {
        let unit = units.first { text.hasSuffix($0.suffix) }
        let digits = text.dropLast(unit?.suffix.count ?? 0)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int(digits)
        else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        return overflow ? nil : bytes
    }

    /// The shortest text in powers of 1,024 that stands for `bytes` exactly.
    package static func text(_ bytes: Int) -> String {
        for unit in units[..<3].reversed() where bytes > 0 && bytes % unit.bytes == 0 {
            return "\(bytes / unit.bytes)\(unit.suffix)"
        }
        return String(bytes)
    }
}
