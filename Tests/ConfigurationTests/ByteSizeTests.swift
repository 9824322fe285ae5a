import Configuration
import Testing

@Suite struct ByteSizeTests {
    @Test(arguments: [
        ("0", 0), ("33554432", 33_554_432), ("7B", 7), ("32MiB", 33_554_432), ("1KiB", 1024), ("2GiB", 2_147_483_648),
        ("3kB", 3000), ("3MB", 3_000_000), ("1GB", 1_000_000_000), ("9223372036854775807", Int.max),
    ])
    func unitsAreMultiplied(_ text: String, _ bytes: Int) { #expect(ByteSize.parse(text) == bytes) }

    @Test(arguments: [
        "", "MiB", "-1", "+1", "1.5MiB", "32 MiB", "32mib", "32M", "32MiBB", " 1", "0x10", "1e3", "١KiB",
        "9223372036854775808", "9007199254740992GiB",
    ])
    func otherTextsAreNone(_ text: String) { #expect(ByteSize.parse(text) == nil) }

    @Test(arguments: [
        (0, "0"), (1, "1"), (1000, "1000"), (1024, "1KiB"), (32 << 20, "32MiB"), (3 << 30, "3GiB"), (1025, "1025"),
    ])
    func theShortestTextReadsBack(_ bytes: Int, _ text: String) {
        #expect(ByteSize.text(bytes) == text)
        #expect(ByteSize.parse(text) == bytes)
    }
}
