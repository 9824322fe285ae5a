import Configuration
import HTTPServer
import HTTPTypes
import Testing

@testable import Serving

@Suite struct CORSTests {
    private let app = "https://app.example"

    private func marked(_ cors: CORS?, _ origin: String?, preflight: [HTTPRequest.Method]? = nil) -> HTTPFields {
        var response = ServerResponse(status: .ok)
        cors?.mark(&response, origin: origin, preflight: preflight)
        return response.headers
    }

    @Test func withoutOriginsThereIsNone() throws { #expect(try CORS([]) == nil) }

    @Test func aListedOriginMayRead() throws {
        let cors = try #require(try CORS([app, "http://localhost:3000"]))
        for origin in [app, "http://localhost:3000"] {
            let headers = marked(cors, origin)
            #expect(headers[.accessControlAllowOrigin] == origin && headers[.vary] == "Origin")
            let exposed = headers[.accessControlExposeHeaders] ?? ""
            for name in ["X-Request-Id", "Server-Timing", "Retry-After"] { #expect(exposed.contains(name)) }
            #expect(headers[.accessControlAllowMethods] == nil && headers[.accessControlAllowCredentials] == nil)
        }
    }

    @Test(
        arguments: [nil, "https://evil.example", "https://app.example.evil", "http://app.example", "null", ""]
            as [String?])
    func anotherOriginMayNot(origin: String?) throws {
        let cors = try #require(try CORS([app]))
        for methods in [nil, [.post, .options]] as [[HTTPRequest.Method]?] {
            // The answer differs by origin, and caches are told so.
            let headers = marked(cors, origin, preflight: methods)
            #expect(headers.map(\.name) == [.vary] && headers[.vary] == "Origin")
        }
    }

    @Test func theStarIsForAll() throws {
        let cors = try #require(try CORS(["*"]))
        for origin in [app, "null", nil] {
            let headers = marked(cors, origin)
            #expect(headers[.accessControlAllowOrigin] == "*" && headers[.vary] == nil)
        }
    }

    @Test func aPreflightIsToldWhatIsPossible() throws {
        let headers = marked(try CORS([app]), app, preflight: [.get, .head, .options])
        #expect(headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
        #expect(headers[.accessControlMaxAge].flatMap { Int($0) } ?? 0 > 0)
        let allowed = headers[.accessControlAllowHeaders] ?? ""
        for name in ["Authorization", "X-API-Key", "Content-Type", "Request-Timeout"] {
            #expect(allowed.contains(name))
        }
    }

    @Test func aPreflightHasBothItsFields() {
        let origin: HTTPFields = [.origin: app]
        var both = origin
        both[.accessControlRequestMethod] = "POST"
        #expect(CORS.isPreflight(.options, both))
        #expect(!CORS.isPreflight(.options, origin) && !CORS.isPreflight(.post, both))
    }

    @Test(arguments: [
        "app.example", "https://", "://app.example", "https://app.example/", "https://app.example/path",
        "https://App.example", "https://app.example:443", "http://app.example:80", "null", "https://a b",
        "https://*.example",
    ])
    func whatNoBrowserSendsIsRefused(origin: String) {
        #expect(throws: ConfigurationError.self) { try CORS([origin]) }
        #expect(throws: ConfigurationError.self) { try CORS([app, origin]) }
    }

    @Test func theStarStandsAlone() {
        let error = #expect(throws: ConfigurationError.self) { try CORS(["*", app]) }
        #expect(error?.message.contains("must be the only one") == true)
    }
}
