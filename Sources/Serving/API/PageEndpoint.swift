import HTTPServer
import HTTPTypes

/// `GET /`: a page to try it.
struct PageEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-cache"]
        // The page is one file: nothing else may run in it, and nobody may frame it.
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob: data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        if let policy = HTTPField.Name("Referrer-Policy") { headers[policy] = "no-referrer" }
        context.respond(ServerResponse(status: .ok, headers: headers, body: Array(Page.html.utf8)))
    }
}
