import Foundation
import Serving
import TestSupport
import Testing

/// What the real server tells browsers: CORS, and the headers that protect.
@Suite struct BrowserTests {
    private let servers = RunningServers()
    private let app = "https://app.example"
    private let ask = [("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")]

    @Test func withoutOriginsNothingIsSaidOfCORS() throws {
        let client = try SharedServer.client()
        for response in [
            try client.request("OPTIONS", "/v1/classify", headers: [("Origin", app)] + ask),
            try client.request("GET", "/v1/models", headers: [("Origin", app)]),
        ] { #expect(!response.headers.keys.contains { $0.hasPrefix("access-control") || $0 == "vary" }) }
    }

    @Test func aListedOriginMayAsk() throws {
        let client = try servers.start(["--cors-origins", "\(app), http://localhost:3000"]).client()
        for origin in [app, "http://localhost:3000"] {
            let preflight = try client.request("OPTIONS", "/v1/classify", headers: [("Origin", origin)] + ask)
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == origin)
            #expect(preflight.headers["access-control-allow-methods"] == "POST, OPTIONS")
            #expect(preflight.headers["access-control-allow-headers"]?.contains("Authorization") == true)
            #expect(preflight.headers["access-control-max-age"].flatMap { Int($0) } ?? 0 > 0)
            #expect(preflight.headers["vary"] == "Origin")
            // Errors too: a page has to be told why.
            for target in ["/v1/models", "/v1/models/nobody", "/nowhere"] {
                let answer = try client.request("GET", target, headers: [("Origin", origin)])
                #expect(answer.headers["access-control-allow-origin"] == origin, "\(target)")
                for name in ["X-Request-Id", "Server-Timing", "Retry-After"] {
                    #expect(answer.headers["access-control-expose-headers"]?.contains(name) == true)
                }
                #expect(answer.headers["vary"] == "Origin")
            }
        }
        for headers in [[("Origin", "https://evil.example")], []] {
            for method in ["OPTIONS", "GET"] {
                let answer = try client.request(method, "/v1/models", headers: headers + ask)
                #expect(answer.headers["vary"] == "Origin")
                #expect(!answer.headers.keys.contains { $0.hasPrefix("access-control") })
            }
        }
    }

    /// The browser sends no key with its question; the page has one for its own.
    @Test func aPreflightNeedsNoKey() throws {
        let folder = try TemporaryFolder()
        let key = try NewAPIKey(name: "app", scopes: ["predict"])
        try key.add(toFile: folder.file("keys.json").path)
        let client = try servers.start(["--cors-origins", "*", "--api-keys", folder.file("keys.json").path]).client()
        let preflight = try client.request("OPTIONS", "/v1/models", headers: [("Origin", app)] + ask)
        #expect(preflight.status == 204 && preflight.headers["access-control-allow-origin"] == "*")
        let refused = try client.request("GET", "/v1/models", headers: [("Origin", app)])
        #expect(refused.status == 401 && refused.headers["access-control-allow-origin"] == "*")
        let answer = try client.request("GET", "/v1/models", headers: [("Origin", app), ("X-API-Key", key.key)])
        #expect(answer.status == 200 && answer.headers["access-control-allow-origin"] == "*")
        #expect(answer.headers["vary"] == nil)
    }

    @Test(arguments: ["app.example", "https://app.example/", "*,https://app.example"])
    func whatIsNoOriginIsWrongUsage(origins: String) throws {
        let result = try MantissaBinary.run(["serve", "--models", "m", "--cors-origins", origins])
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("mantissa: error: --cors-origins: "), "\(result.errors)")
    }

    @Test func thePageIsOnItsOwn() throws {
        let page = try SharedServer.client().request("GET", "/")
        #expect(page.status == 200)
        let policy = try #require(page.headers["content-security-policy"])
        for part in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            #expect(policy.contains(part))
        }
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
        #expect(page.headers["x-frame-options"] == "DENY")
        #expect(page.headers["referrer-policy"] == "no-referrer")
    }

    @Test func noAnswerIsTakenForAnythingElse() throws {
        let client = try SharedServer.client()
        for target in ["/", "/livez", "/v1/models", "/nowhere", "/metrics"] {
            #expect(try client.request("GET", target).headers["x-content-type-options"] == "nosniff", "\(target)")
        }
        let broken = try SharedServer.client()
        broken.write(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(try broken.read().headers["x-content-type-options"] == "nosniff")
    }
}
