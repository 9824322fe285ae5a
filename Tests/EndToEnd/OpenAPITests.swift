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
            var text = text.replacingOccurrences(of: "IMAGE", with: image)
            if text.contains("INPUT") { text = text.replacingOccurrences(of: "INPUT", with: try input.get()) }
            return Array(text.utf8)
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

    /// A body over the limit, which every protocol tells in its own words.
    private static let tooLarge: @Sendable () -> [UInt8] = { [UInt8](repeating: 0x20, count: 33 << 20) }

    /// A request of the Open Inference Protocol for the cat, in base64.
    private static let cat = json(
        #"{"id":"1","inputs":[{"name":"INPUT","shape":[1],"datatype":"BYTES","data":["IMAGE"]}]}"#)
    private static let model2 = "/v2/models/efficientnet_lite0"

    private static func get(_ target: String, _ path: String? = nil, status: Int = 200) -> Ask {
        Ask(method: "GET", target: target, path: path ?? target, contentType: nil, body: { [] }, status: status)
    }

    private static func post(
        _ target: String, _ path: String? = nil, _ body: @escaping @Sendable () throws -> [UInt8] = { [] },
        status: Int = 200
    ) -> Ask {
        Ask(target: target, path: path ?? target, contentType: "application/json", body: body, status: status)
    }

    /// Of the Open Inference Protocol.
    static let inferenceAsks: [Ask] =
        ["", "/versions/1"].flatMap { version -> [Ask] in
            let path = version.isEmpty ? "/v2/models/{model}" : "/v2/models/{model}/versions/{version}"
            return ["", "/ready", "/config", "/stats"].map { get("\(model2)\(version)\($0)", "\(path)\($0)") } + [
                post("\(model2)\(version)/infer", "\(path)/infer", cat),
                post("\(model2)\(version)/infer", "\(path)/infer", json("{}"), status: 400),
            ]
        } + [
            post("\(model2)/infer", "/v2/models/{model}/infer", tooLarge, status: 413),
            post("/v1/embeddings", nil, tooLarge, status: 413), post("/embed", nil, tooLarge, status: 413),
            post("/v1/classify", nil, tooLarge, status: 413),
            get("/v2"), get("/v2/"), get("/v2/health/live"), get("/v2/health/ready"), get("/v2/models/stats"),
            get("/v2/models/nobody", "/v2/models/{model}", status: 404),
            get("/v2/models/nobody/ready", "/v2/models/{model}/ready", status: 404),
            post("/v2/repository/index"), post("/v2/repository/index", nil, json(#"{"ready":true}"#)),
            post("/v2/repository/index", nil, json(#"{"ready":1}"#), status: 400),
            post("/v2/repository/models/efficientnet_lite0/load", "/v2/repository/models/{model}/load"),
            post("/v2/repository/models/efficientnet_lite0/unload", "/v2/repository/models/{model}/unload"),
            post("/v2/repository/models/nobody/load", "/v2/repository/models/{model}/load", status: 404),
        ]
        + ["system", "cuda"].flatMap { kind -> [Ask] in
            let memory = "/v2/\(kind)sharedmemory"
            return [
                get("\(memory)/status"), post("\(memory)/unregister"),
                post("\(memory)/region/r/unregister", "\(memory)/region/{region}/unregister"),
                post("\(memory)/region/r/register", "\(memory)/region/{region}/register", json("{}"), status: 400),
            ]
        }

    /// Whose models come and go.
    nonisolated(unsafe) private static let other = Result { try ServerProcess() }

    private static func client(for ask: Ask) throws -> HTTPClient {
        ask.path.hasSuffix("load") ? try other.get().client() : try SharedServer.client()
    }

    /// The name of the embedded model's input.
    private static let input = Result<String, any Error> {
        let inputs = try SharedServer.client().request("GET", model2).json()["inputs"] as? [[String: Any]]
        return inputs?.first?["name"] as? String ?? ""
    }

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

    @Test(arguments: asks + inferenceAsks)
    func answersAsDescribed(_ ask: Ask) throws {
        let schema = try document()
        let body = try ask.body()
        let response = try Self.client(for: ask).request(
            ask.method, ask.target, headers: ask.contentType.map { [("Content-Type", $0)] } ?? [],
            body: ask.method == "GET" ? nil : body)
        #expect(response.status == ask.status, "\(response.text.prefix(300))")
        let described = child(
            schema.document, "paths", ask.path, ask.method.lowercased(), "responses", String(response.status),
            in: schema)
        guard let content = described?["content"] as? [String: [String: Any]] else {
            #expect(described != nil && response.body.isEmpty)
            return
        }
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
            operations.filter { key, operation in
                // What is always refused has nothing to succeed with.
                ["get", "post"].contains(key)
                    && ((operation as? [String: Any])?["responses"] as? [String: Any])?["200"] != nil
            }.map { "\($0.key.uppercased()) \(path)" }
        }
        let asked = Set((Self.asks + Self.inferenceAsks).filter { $0.status == 200 }.map { "\($0.method) \($0.path)" })
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
