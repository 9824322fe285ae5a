import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Serving

@Suite struct RouteAccessTests {
    /// What is not about models is listed; whoever adds a route has to say here if it is another such one.
    @Test func everyRouteHasTheAccessThatItsPathSays() {
        let others: [String: RouteAccess] = [
            "/": .open, "/livez": .open, "/readyz": .open, "/metrics": .metrics,
            "/v2/repository/models/{model}/load": .admin, "/v2/repository/models/{model}/unload": .admin,
        ]
        for route in Router.routes {
            #expect(route.access == others[route.pattern] ?? .predict, "\(route.pattern)")
        }
        #expect(Set(others.keys).isSubset(of: Router.routes.map(\.pattern)))
    }

    @Test func routesOfOnePathHaveOneAccess() {
        for (pattern, routes) in Dictionary(grouping: Router.routes, by: \.pattern) {
            #expect(Set(routes.map(\.access)).count == 1, "\(pattern)")
        }
    }

    @Test func documentSaysWhatEachRouteNeeds() throws {
        let document = try JSONSerialization.jsonObject(with: Fixtures.data("openapi.json")) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: Any]])
        #expect(document?["security"] == nil)
        for route in Router.routes {
            let item = try #require(paths[route.pattern])
            let methods = [route.method.rawValue.lowercased()] + (route.method == .get ? ["head"] : [])
            for method in methods {
                let operation = try #require(item[method] as? [String: Any])
                let security = operation["security"] as? [[String: [String]]]
                let scope = route.access.scope?.rawValue
                // Keys are asked for only if there are some, which `{}` says.
                let expected = scope.map { [[:], ["bearer": [$0]], ["apiKey": [$0]]] as [[String: [String]]] }
                #expect(security == expected, "\(method) \(route.pattern)")
                let responses = try #require(operation["responses"] as? [String: Any])
                guard method != "head" else { continue }
                for status in ["401", "403", "429"] {
                    #expect((responses[status] != nil) == (scope != nil), "\(status) of \(method) \(route.pattern)")
                }
            }
            #expect((item["options"] as? [String: Any])?["security"] == nil)
        }
    }
}
