import HTTPTypes
import Testing

@testable import Serving

@Suite struct RouterTests {
    private func found(_ method: HTTPRequest.Method, _ path: String) -> (pattern: String, parameters: [String: String])?
    {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard case .found(let route, let parameters) = Router.match(method, segments) else { return nil }
        return (route.pattern, parameters)
    }

    @Test(
        arguments: [
            ("/v2", "/v2", [:]), ("/v2/", "/v2/", [:]),
            ("/v1/models/a b", "/v1/models/{model}", ["model": "a b"]),
            (
                "/v2/models/m/versions/7/ready", "/v2/models/{model}/versions/{version}/ready",
                ["model": "m", "version": "7"]
            ),
            // What is spelled out wins; a model of that name still has its other routes.
            ("/v2/models/stats", "/v2/models/stats", [:]),
            ("/v2/models/stats/stats", "/v2/models/{model}/stats", ["model": "stats"]),
            ("/v2/models/stats/ready", "/v2/models/{model}/ready", ["model": "stats"]),
        ] as [(String, String, [String: String])])
    func aPathHasItsRoute(path: String, pattern: String, parameters: [String: String]) throws {
        let match = try #require(found(.get, path))
        #expect(match.pattern == pattern && match.parameters == parameters)
        #expect(found(.head, path)?.pattern == pattern)
    }

    @Test(arguments: [
        "/v3", "/v2//", "/v1/models/", "/v1/models//", "/v2/models/m/versions//ready", "/v1", "/livez/", "/{model}",
    ])
    func anotherPathHasNone(path: String) {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard case .notFound = Router.match(.get, segments) else {
            Issue.record("\(path) has a route")
            return
        }
    }

    @Test func aPathHasARouteWhateverTheMethod() {
        #expect(Router.anyRoute(["v2", "models", "m", "infer"])?.pattern == "/v2/models/{model}/infer")
        #expect(Router.anyRoute(["v2", "nothing"]) == nil)
    }

    @Test func anotherMethodIsToldThoseThereAre() {
        guard case .methodNotAllowed(_, let allowed) = Router.match(.delete, ["v2", "models", "m"]) else {
            Issue.record("DELETE is taken")
            return
        }
        #expect(allowed == [.get, .head, .options])
    }

    /// No route hides behind another.
    @Test(arguments: Router.routes.indices) func everyRouteIsReached(index: Int) {
        let route = Router.routes[index]
        let path = route.segments.map { $0.first == "{" ? "something" : String($0) }
        guard case .found(let found, _) = Router.match(route.method, path) else {
            Issue.record("\(route.pattern) is not found")
            return
        }
        #expect(found.pattern == route.pattern && found.method == route.method)
    }
}
