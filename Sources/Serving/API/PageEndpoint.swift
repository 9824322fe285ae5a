import HTTPServer
import HTTPTypes

/// `GET /`: a page to try it.
struct PageEndpoint: Endpoint {
    /// Only the page's own style and script count, known by their hashes (CSP Level 3); nobody may frame it; and where trusted
    /// types are known, no script can turn text into HTML.
    static let contentSecurityPolicy = [
        "default-src 'none'",
        "style-src 'sha256-\(Page.styleHash)'",
        "script-src 'sha256-\(Page.scriptHash)'",
        // Previews of chosen images, and the icon.
        "img-src blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")

    func handle(_ context: RouteContext) {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"]
        headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        // For browsers that do not know frame-ancestors.
        if let options = HTTPField.Name("X-Frame-Options") { headers[options] = "DENY" }
        if let policy = HTTPField.Name("Referrer-Policy") { headers[policy] = "no-referrer" }
        context.respond(Self.content.response(to: context.request, headers: headers))
    }

    private static let content = StaticContent(Page.html)
}
