import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Serving

@Suite struct OpenAPIDocumentTests {
    @Test func embeddedTextIsTheFile() throws {
        let file = try Data(contentsOf: PackageRoot.url.appendingPathComponent("openapi.yaml"))
        #expect(Array(OpenAPIDocument.text.utf8) == Array(file), "run scripts/embed-openapi.sh")
    }

    @Test func documentAndRouterHaveTheSameOperations() throws {
        let document = try JSONSerialization.jsonObject(with: Fixtures.data("openapi.json")) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: Any]])
        // HEAD and OPTIONS follow from the others: the router has no entry of its own for them.
        let methods: Set<String> = ["get", "put", "post", "delete", "patch"]
        let documented = paths.flatMap { path, item in
            item.keys.filter(methods.contains).map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(documented) == Set(Router.routes.map { "\($0.method.rawValue) \($0.pattern)" }))
    }

    @Test func everyPathDocumentsItsDerivedMethods() throws {
        let document = try JSONSerialization.jsonObject(with: Fixtures.data("openapi.json")) as? [String: Any]
        let paths = try #require(document?["paths"] as? [String: [String: Any]])
        for (path, item) in paths {
            #expect(item["options"] != nil, "\(path)")
            #expect((item["head"] != nil) == (item["get"] != nil), "\(path)")
        }
    }
}
