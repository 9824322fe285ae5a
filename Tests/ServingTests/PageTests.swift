import Checkpoint
import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite struct PageTests {
    private static func file(_ name: String) throws -> String {
        let url = PackageRoot.url.appendingPathComponent("Sources/Serving/Page/\(name)")
        return try #require(String(data: Data(contentsOf: url), encoding: .utf8))
    }

    /// SHA-256 in base64, as a Content-Security-Policy has it.
    private static func digest(_ text: some StringProtocol) throws -> String {
        let hash = SHA256()
        hash.update(String(text))
        let digits = Array(hash.hexDigits())
        let bytes = try stride(from: 0, to: digits.count, by: 2).map { at in
            try #require(UInt8(String(digits[at...at + 1]), radix: 16))
        }
        return Data(bytes).base64EncodedString()
    }

    /// What stands between two marks, each of which is in the page once.
    private static func part(from start: String, to end: String) throws -> String {
        let after = Page.html.components(separatedBy: start)
        let before = try #require(after.last).components(separatedBy: end)
        #expect(after.count == 2 && before.count == 2)
        return before[0]
    }

    @Test func embeddedPageIsTheFiles() throws {
        let expected = try Self.file("page.html")
            .replacingOccurrences(
                of: #"<link rel="stylesheet" href="page.css">"#, with: "<style>\n\(Self.file("page.css"))</style>"
            )
            .replacingOccurrences(
                of: #"<script type="module" src="page.js"></script>"#,
                with: "<script type=\"module\">\n\(Self.file("page.js"))</script>")
        #expect(Page.html == expected, "run scripts/embed-page.sh")
    }

    @Test func policyAllowsTheStyleAndTheScriptOfThePage() throws {
        let style = try Self.digest(Self.part(from: "<style>", to: "</style>"))
        let script = try Self.digest(Self.part(from: #"<script type="module">"#, to: "</script>"))
        #expect(PageEndpoint.contentSecurityPolicy.contains("style-src 'sha256-\(style)';"))
        #expect(PageEndpoint.contentSecurityPolicy.contains("script-src 'sha256-\(script)';"))
        #expect(!PageEndpoint.contentSecurityPolicy.contains("unsafe"))
    }

    /// An attribute would need a permission of its own, which the policy does not give.
    @Test(arguments: [" style=", " onclick=", " onload=", " onerror="])
    func markupHasNoInlineAttribute(_ attribute: String) throws {
        #expect(try !Self.file("page.html").contains(attribute))
    }
}
