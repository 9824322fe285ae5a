import Foundation
import TestSupport
import Testing

/// What the real server answers is what openapi.yaml says: status, content type, body.
@Suite struct OpenAPITests {
    struct Ask: Sendable, CustomTestStringConvertible {
        var method = "POST"
        var target: String
        /// The path in the document.
        var path: String
        var contentType: String? = "image/jpeg"
        var body: @Sendable () throws -> [UInt8] = Photograph.cat
        var status: Int

        var testDescription: String { "\(method) \(target) \(status)" }
    }

    private static let model = "/v1/models/efficientnet_lite0"

    /// JSON with the cat in base64 for IMAGE.
    private static func json(_ text: String) -> @Sendable () throws -> [UInt8] {
        {
            let image = Data(try Photograph.cat()).base64EncodedString()
            return Array(text.replacingOccurrences(of: "IMAGE", with: image).utf8)
        }
    }

    static let asks: [Ask] = [
        Ask(target: "/v1/classify", path: "/v1/classify", status: 200),
        Ask(target: "/v1/multilabel?threshold=0.01", path: "/v1/multilabel", status: 200),
        Ask(target: "/v1/embed", path: "/v1/embed", status: 200),
        Ask(target: "/v1/embed?encoding_format=base64", path: "/v1/embed", status: 200),
        Ask(target: "\(model)/classify", path: "/v1/models/{model}/classify", status: 200),
        Ask(target: "\(model)/multilabel", path: "/v1/models/{model}/multilabel", status: 200),
        Ask(target: "\(model)/embed", path: "/v1/models/{model}/embed", status: 200),
        Ask(
            target: "\(model)/versions/1/classify", path: "/v1/models/{model}/versions/{version}/classify", status: 200),
        Ask(
            target: "\(model)/versions/1/multilabel", path: "/v1/models/{model}/versions/{version}/multilabel",
            status: 200),
        Ask(target: "\(model)/versions/1/embed", path: "/v1/models/{model}/versions/{version}/embed", status: 200),
        Ask(
            target: "/v1/embeddings", path: "/v1/embeddings", contentType: "application/json",
            body: json(#"{"model":"efficientnet_lite0","input":"IMAGE"}"#), status: 200),
        Ask(
            target: "/v1/embeddings", path: "/v1/embeddings", contentType: "application/json",
            body: json(#"{"model":"efficientnet_lite0","input":["IMAGE"],"encoding_format":"base64"}"#), status: 200),
        Ask(
            target: "/v1/embeddings", path: "/v1/embeddings", contentType: "application/json", body: json("{}"),
            status: 400),
        Ask(
            target: "/v1/embeddings", path: "/v1/embeddings", contentType: "application/json",
            body: json(#"{"model":"nobody","input":"IMAGE"}"#), status: 404),
        Ask(target: "/v1/embeddings", path: "/v1/embeddings", status: 415),
        Ask(
            target: "/embed", path: "/embed", contentType: "application/json", body: json(#"{"inputs":["IMAGE"]}"#),
            status: 200),
        Ask(target: "/embed", path: "/embed", contentType: "application/json", body: json("{}"), status: 400),
        Ask(target: "/embed", path: "/embed", status: 415),
        Ask(method: "GET", target: "/info", path: "/info", contentType: nil, body: { [] }, status: 200),
        Ask(target: "/v1/classify?flip=true&logits=true&classes=tabby,285", path: "/v1/classify", status: 200),
        Ask(target: "/v1/multilabel?logits=true&encoding_format=base64", path: "/v1/multilabel", status: 200),
        Ask(target: "/v1/embed?encoding_format=int8", path: "/v1/embed", status: 200),
        Ask(target: "/v1/embed?encoding_format=binary", path: "/v1/embed", status: 200),
        Ask(target: "/v1/embed?classes=1", path: "/v1/embed", status: 400),
        Ask(target: "/v1/classify?top_k=0", path: "/v1/classify", status: 400),
        Ask(target: "/v1/embed?dimensions=8", path: "/v1/embed", status: 400),
        Ask(target: "/v1/embed?encoding_format=hex", path: "/v1/embed", status: 400),
        Ask(target: "/v1/classify", path: "/v1/classify", body: { [] }, status: 400),
        Ask(target: "/v1/classify", path: "/v1/classify", contentType: "text/plain", status: 415),
        Ask(target: "/v1/classify", path: "/v1/classify", body: { Array("no image".utf8) }, status: 415),
        Ask(
            target: "/v1/classify", path: "/v1/classify", body: { Array(try Photograph.cat().prefix(9000)) },
            status: 422),
        Ask(target: "/v1/models/nobody/embed", path: "/v1/models/{model}/embed", status: 404),
        Ask(target: "/v1/classify?timeout_seconds=0.000001", path: "/v1/classify", status: 504),
        Ask(method: "GET", target: "/v1/models", path: "/v1/models", contentType: nil, body: { [] }, status: 200),
        Ask(method: "GET", target: model, path: "/v1/models/{model}", contentType: nil, body: { [] }, status: 200),
        Ask(
            method: "GET", target: "/v1/models/nobody", path: "/v1/models/{model}", contentType: nil, body: { [] },
            status: 404),
        Ask(method: "GET", target: "/livez", path: "/livez", contentType: nil, body: { [] }, status: 200),
        Ask(method: "GET", target: "/readyz", path: "/readyz", contentType: nil, body: { [] }, status: 200),
        Ask(method: "GET", target: "/metrics", path: "/metrics", contentType: nil, body: { [] }, status: 200),
        Ask(method: "GET", target: "/openapi.yaml", path: "/openapi.yaml", contentType: nil, body: { [] }, status: 200),
        Ask(method: "GET", target: "/", path: "/", contentType: nil, body: { [] }, status: 200),
    ]

    /// openapi.yaml as JSON, made by scripts/embed-openapi.sh.
    private func document() throws -> JSONSchema {
        let json = try JSONSerialization.jsonObject(with: try Fixtures.data("openapi.json"))
        return JSONSchema(document: try #require(json as? [String: Any]))
    }

    private func child(_ node: [String: Any]?, _ keys: String..., in schema: JSONSchema) -> [String: Any]? {
        keys.reduce(node) { node, key in
            let next = node?[key] as? [String: Any]
            if let reference = next?["$ref"] as? String { return schema.resolve(reference) }
            return next
        }
    }

    @Test(arguments: asks)
    func answersAsDescribed(_ ask: Ask) throws {
        let schema = try document()
        let body = try ask.body()
        let response = try SharedServer.client().request(
            ask.method, ask.target, headers: ask.contentType.map { [("Content-Type", $0)] } ?? [],
            body: ask.method == "GET" ? nil : body)
        #expect(response.status == ask.status, "\(response.text.prefix(300))")
        let described = child(
            schema.document, "paths", ask.path, ask.method.lowercased(), "responses", String(response.status),
            in: schema)
        let content = try #require(described?["content"] as? [String: [String: Any]])
        let type = try #require(response.headers["content-type"]?.split(separator: ";").first.map(String.init))
        let media = try #require(content[type], "\(type) is not described")
        guard type.hasSuffix("json") else { return }
        let value = try JSONSerialization.jsonObject(with: Data(response.body))
        let faults = schema.faults(value, try #require(media["schema"] as? [String: Any]))
        #expect(faults == [])
    }

    @Test func everyPathOfTheDocumentIsAsked() throws {
        let paths = try #require(try document().document["paths"] as? [String: [String: Any]])
        // HEAD and OPTIONS follow from the others.
        let described = paths.flatMap { path, operations in
            operations.keys.filter { ["get", "post"].contains($0) }.map { "\($0.uppercased()) \(path)" }
        }
        let asked = Set(Self.asks.filter { $0.status == 200 }.map { "\($0.method) \($0.path)" })
        #expect(Set(described) == asked)
    }

    @Test func theJSONOfTheTestsIsOfTheSameVersion() throws {
        let yaml = try String(contentsOf: PackageRoot.url.appendingPathComponent("openapi.yaml"), encoding: .utf8)
        let info = try #require(try document().document["info"] as? [String: Any])
        let version = try #require(info["version"] as? String)
        #expect(yaml.contains("version: \(version)"))
        // Every operation of the file stands in the JSON.
        let ids = yaml.split(separator: "\n").compactMap { line in
            line.contains("operationId: ") ? line.split(separator: " ").last.map(String.init) : nil
        }
        let json = try Fixtures.data("openapi.json")
        for id in ids { #expect(String(decoding: json, as: UTF8.self).contains("\"\(id)\"")) }
    }
}
