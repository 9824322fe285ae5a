import Foundation
import Serving
import TestSupport
import Testing

/// `--api-keys` of the real server.
@Suite struct AccessTests {
    private let folder: TemporaryFolder
    private let servers = RunningServers()
    private let cat: [UInt8]
    private let image = ("Content-Type", "image/jpeg")

    init() throws {
        folder = try TemporaryFolder()
        cat = try Photograph.cat()
    }

    private var file: URL { folder.file("keys.json") }

    /// Puts a new key into the file, and returns it.
    private func add(
        _ name: String, _ scopes: String..., requestsPerSecond: Double? = nil, burst: Int? = nil,
        concurrency: Int? = nil
    ) throws -> String {
        let new = try NewAPIKey(
            name: name, scopes: scopes, requestsPerSecond: requestsPerSecond, burst: burst, concurrency: concurrency)
        try new.add(toFile: file.path)
        return new.key
    }

    /// A connection to a server that runs until the test ends.
    private func client(_ arguments: [String] = []) throws -> HTTPClient {
        try servers.start(["--api-keys", file.path] + arguments).client()
    }

    private func bearer(_ key: String) -> (String, String) { ("Authorization", "Bearer \(key)") }

    // MARK: Who is let in

    @Test func aRightKeyIsLetInHoweverItIsSent() throws {
        let key = try add("app", "predict")
        let client = try self.client()
        for header in [bearer(key), ("authorization", "bearer \(key)"), ("X-API-Key", key), ("x-api-key", key)] {
            let answer = try client.request("POST", "/v1/classify", headers: [image, header], body: cat)
            #expect(answer.status == 200, "\(header.0)")
            #expect(answer.headers["www-authenticate"] == nil)
        }
        #expect(try client.request("HEAD", "/v1/models", headers: [bearer(key)]).status == 200)
        // Two keys are one too many, though one of them is right.
        let both = try client.request("GET", "/v1/models", headers: [bearer(key), ("X-API-Key", "other")])
        #expect(both.status == 400)
        #expect(both.headers["www-authenticate"] == #"Bearer realm="mantissa", error="invalid_request""#)
        // Not in the query, where logs of proxies would have it.
        #expect(try client.request("GET", "/v1/models?api_key=\(key)").status == 401)
    }

    @Test func probesAndPageNeedNoKey() throws {
        _ = try add("app", "predict")
        let client = try self.client()
        for target in ["/livez", "/readyz", "/"] {
            #expect(try client.request("GET", target).status == 200, "\(target)")
            #expect(try client.request("GET", target, headers: [bearer("wrong")]).status == 200, "\(target)")
        }
        #expect(try client.request("OPTIONS", "/v1/classify").status == 204)
        #expect(try client.request("GET", "/nowhere").status == 404)
        for target in ["/openapi.yaml", "/metrics", "/v1/models", "/v2", "/v2/health/ready", "/info"] {
            #expect(try client.request("GET", target).status == 401, "\(target)")
            #expect(try client.request("HEAD", target).status == 401, "\(target)")
        }
    }

    struct Ask: Sendable, CustomTestStringConvertible {
        var method: String
        var target: String
        /// The path in the document, where it is not the target.
        var path: String?

        var testDescription: String { "\(method) \(target)" }
    }

    /// A route of each protocol; none of them is an admin's.
    static let asks = [
        Ask(method: "POST", target: "/v1/classify"), Ask(method: "POST", target: "/v1/embeddings"),
        Ask(method: "POST", target: "/embed"), Ask(method: "GET", target: "/v1/models"),
        Ask(method: "GET", target: "/v2/models/m", path: "/v2/models/{model}"), Ask(method: "GET", target: "/metrics"),
    ]

    /// What is wrong with a refusal, by openapi.yaml.
    private func faults(_ response: HTTPClient.Response, _ ask: Ask) throws -> [String] {
        let json = try JSONSerialization.jsonObject(with: try Fixtures.data("openapi.json"))
        let schema = JSONSchema(document: try #require(json as? [String: Any]))
        let paths = schema.document["paths"] as? [String: [String: [String: Any]]]
        let responses = paths?[ask.path ?? ask.target]?[ask.method.lowercased()]?["responses"] as? [String: Any]
        let entry = responses?[String(response.status)] as? [String: Any]
        let described = (entry?["$ref"] as? String).flatMap(schema.resolve) ?? entry
        let content = try #require(described?["content"] as? [String: [String: Any]], "\(response.status)")
        let media = try #require(content[response.headers["content-type"] ?? ""])
        let headers = try #require(described?["headers"] as? [String: Any]).keys.map { $0.lowercased() }
        return schema.faults(
            try JSONSerialization.jsonObject(with: Data(response.body)), try #require(media["schema"] as? [String: Any])
        )
            + headers.filter { response.headers[$0] == nil }.map { "lacks \($0)" }
    }

    @Test func refusalsAreInTheWordsOfTheirProtocol() throws {
        let admin = try add("admin", "admin")
        let slow = try add("slow", "predict", "metrics", requestsPerSecond: 0.001, burst: 1)
        let client = try self.client()
        // The only request that it has for some minutes.
        #expect(try client.request("GET", "/v1/models", headers: [bearer(slow)]).status == 200)
        for ask in Self.asks {
            func response(_ headers: [(String, String)]) throws -> HTTPClient.Response {
                try client.request(ask.method, ask.target, headers: headers, body: ask.method == "POST" ? [] : nil)
            }
            let none = try response([])
            #expect(none.status == 401)
            #expect(none.headers["www-authenticate"] == #"Bearer realm="mantissa""#)
            #expect(try faults(none, ask) == [], "\(ask)")
            for header in [bearer("wrong"), ("X-API-Key", "wrong")] {
                let wrong = try response([header])
                #expect(wrong.status == 401)
                #expect(wrong.headers["www-authenticate"] == #"Bearer realm="mantissa", error="invalid_token""#)
                #expect(try faults(wrong, ask) == [], "\(ask)")
            }
            let scope = try response([bearer(admin)])
            #expect(scope.status == 403)
            #expect(
                scope.headers["www-authenticate"]?.hasPrefix(#"Bearer realm="mantissa", error="insufficient_scope""#)
                    == true)
            #expect(try faults(scope, ask) == [], "\(ask)")
            let often = try response([bearer(slow)])
            #expect(often.status == 429)
            #expect((1...1000).contains(often.headers["retry-after"].flatMap { Int($0) } ?? 0))
            #expect(try faults(often, ask) == [], "\(ask)")
        }
    }

    @Test func eachScopeOpensItsRoutesOnly() throws {
        let keys = try ["predict", "admin", "metrics"].map { ($0, try add($0, $0)) }
        let client = try self.client()
        let load = "/v2/repository/models/efficientnet_lite0/load"
        for (scope, key) in keys {
            for (method, target, wanted) in [
                ("GET", "/v1/models", "predict"), ("GET", "/openapi.yaml", "predict"), ("GET", "/metrics", "metrics"),
                ("POST", load, "admin"), ("POST", "/v2/repository/index", "predict"),
            ] {
                let answer = try client.request(
                    method, target, headers: [bearer(key)], body: method == "POST" ? [] : nil)
                #expect(answer.status == (scope == wanted ? 200 : 403), "\(target) with \(scope)")
            }
        }
    }

    // MARK: Limits

    @Test func aKeyHasItsOwnRate() throws {
        let slow = try add("slow", "predict", requestsPerSecond: 0.001, burst: 3)
        let other = try add("other", "predict")
        let client = try self.client()
        let statuses = try (0..<5).map { _ in try client.request("GET", "/v1/models", headers: [bearer(slow)]).status }
        #expect(statuses == [200, 200, 200, 429, 429])
        #expect(try client.request("GET", "/v1/models", headers: [bearer(other)]).status == 200)
    }

    @Test func aKeyHasSoManyRequestsInTheServer() throws {
        let one = try add("one", "predict", concurrency: 1)
        let other = try add("other", "predict")
        // The first image waits for a second one, however long that takes.
        let server = try servers.start([
            "--api-keys", file.path, "--max-batch", "2", "--max-delay", "50", "--request-timeout", "60",
        ])
        let waiting = try server.client()
        waiting.write(
            Array(
                "POST /v1/classify HTTP/1.1\r\nHost: x\r\nX-API-Key: \(one)\r\nContent-Type: image/jpeg\r\nContent-Length: \(cat.count)\r\n\r\n"
                    .utf8) + cat)
        let client = try server.client()
        var refusal: HTTPClient.Response?
        #expect(
            try eventually {
                let answer = try client.request("GET", "/v1/models", headers: [bearer(one)])
                if answer.status == 429 { refusal = answer }
                return refusal != nil
            })
        #expect(refusal?.headers["retry-after"] == "1")
        #expect(
            try client.request("POST", "/v1/classify", headers: [image, bearer(other)], body: cat).status == 200)
        #expect(try waiting.read().status == 200)
        // Who has the answer may ask again.
        for _ in 0..<50 {
            #expect(try waiting.request("GET", "/v1/models", headers: [bearer(one)]).status == 200)
        }
    }

    // MARK: The file

    @Test func theFileIsReadAgainWhenItChanges() throws {
        let first = try add("first", "predict")
        let log = folder.file("log")
        let server = try ServerProcess(["--api-keys", file.path, "--log-level", "info"], log: log)
        let client = try server.client()
        func status(_ key: String) throws -> Int {
            try client.request("GET", "/v1/models", headers: [bearer(key)]).status
        }
        func logged() throws -> String { try String(contentsOf: log, encoding: .utf8) }
        #expect(try status(first) == 200)
        let second = try add("second", "predict", "metrics")
        #expect(try eventually { try status(second) == 200 })
        #expect(try status(first) == 200)
        // A broken file changes nothing but the log.
        let good = try Data(contentsOf: file)
        try folder.write(#"{"keys": [{"nam": "x"}]}"#, to: "keys.json")
        #expect(try eventually { try logged().contains("the new API keys are refused") })
        #expect(try logged().contains("did you mean"))
        #expect(try status(first) == 200 && status(second) == 200)
        try FileManager.default.removeItem(at: file)
        #expect(try eventually { try logged().contains("does not exist") })
        #expect(try status(first) == 200)
        // So does one with the old keys, until one of them leaves.
        try good.write(to: file)
        #expect(try eventually { try logged().contains("API keys changed") })
        try folder.write(#"{"keys": []}"#, to: "keys.json")
        #expect(try eventually { try status(first) == 401 })
        #expect(server.terminate() == 0)
        #expect(try !logged().contains(first) && !logged().contains(second))
    }

    @Test(
        arguments: [
            (#"{"keys": [{"name": "a", "scopes": ["predict"]}]}"#, #"keys[0]: "sha256" is missing"#),
            (#"{"kees": []}"#, #"did you mean "keys"?"#), ("{", "not JSON"), (nil, "does not exist"),
        ] as [(String?, String)])
    func aFileThatIsNoGoodEndsTheServer(text: String?, message: String) throws {
        if let text { try folder.write(text, to: "keys.json") }
        let result = try MantissaBinary.run([
            "serve", "--models", MantissaBinary.models.path, "--port", "0", "--api-keys", file.path,
        ])
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("mantissa: error: \(file.path)") && result.errors.contains(message))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test func theCommandMakesAKey() throws {
        let result = try MantissaBinary.run([
            "key", "ci", "--scope", "predict", "--scope", "metrics", "--burst", "3", "--requests-per-second", "1",
        ])
        #expect(result.status == 0 && result.errors.isEmpty)
        let lines = result.output.split(separator: "\n").map(String.init)
        try #require(lines.count == 2)
        let entry = try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any]
        #expect(entry?["name"] as? String == "ci" && entry?["scopes"] as? [String] == ["predict", "metrics"])
        #expect(entry?["burst"] as? Int == 3 && !lines[1].contains(lines[0]))
        // What is printed can be put into the file as it is.
        try folder.write("{\"keys\": [\(lines[1])]}", to: "keys.json")
        let added = try MantissaBinary.run(["key", "app", "--file", file.path])
        #expect(added.status == 0)
        let key = added.output.trimmingCharacters(in: .newlines)
        let client = try self.client()
        #expect(try client.request("GET", "/metrics", headers: [bearer(lines[0])]).status == 200)
        #expect(try client.request("GET", "/v1/models", headers: [bearer(key)]).status == 200)
        for wrong in [["key", "app", "--file", file.path], ["key", "a b"], ["key", "a", "--scope", "root"], ["key"]] {
            let refused = try MantissaBinary.run(wrong)
            #expect(refused.status == 2 && refused.output.isEmpty && !refused.errors.isEmpty, "\(wrong)")
        }
    }

    @Test(arguments: ["", "Expect: 100-continue\r\n", "Authorization: Bearer wrong\r\n"])
    func whoHasNoRightKeyNeedNotSendTheBody(_ header: String) throws {
        let key = try add("app", "predict", "metrics")
        let server = try servers.start(["--api-keys", file.path])
        let client = try server.client()
        let head = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: 30000000\r\n"
        client.write(Array((head + header + "\r\n").utf8))
        let answer = try client.read()
        #expect(answer.status == 401 && answer.headers["connection"] == "close")
        #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
        // It is counted and named like any other, and who has the key may send.
        let other = try server.client()
        let metrics = try other.request("GET", "/metrics", headers: [bearer(key)]).text
        #expect(metrics.contains(#"mantissa_requests_total{route="/v1/classify",model="",status="401"} 1"#))
        #expect(try other.request("POST", "/v1/classify", headers: [image, bearer(key)], body: cat).status == 200)
    }

    // MARK: Logs and metrics

    @Test func logsAndMetricsHaveTheNameOfTheKey() throws {
        let key = try add("app-1", "predict", "metrics")
        let log = folder.file("log")
        let server = try ServerProcess(["--api-keys", file.path, "--log-level", "trace"], log: log)
        let client = try server.client()
        #expect(try client.request("POST", "/v1/classify", headers: [image, bearer(key)], body: cat).status == 200)
        #expect(
            try client.request("POST", "/v2/repository/models/m/load", headers: [bearer(key)], body: []).status == 403)
        #expect(try client.request("GET", "/v1/models", headers: [("X-API-Key", "wrong-secret")]).status == 401)
        #expect(try client.request("GET", "/livez").status == 200)
        let metrics = try client.request("GET", "/metrics", headers: [bearer(key)]).text
        for line in [
            #"mantissa_key_requests_total{key="app-1",status="200"} 1"#,
            #"mantissa_key_requests_total{key="app-1",status="403"} 1"#,
            #"mantissa_key_requests_total{key="",status="401"} 1"#,
        ] { #expect(metrics.contains(line + "\n"), "\(line)") }
        #expect(!metrics.contains(#"mantissa_key_requests_total{key="",status="200"}"#))
        #expect(server.terminate() == 0)
        let text = try String(contentsOf: log, encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.contains(" request ") }
        #expect(lines.count { $0.contains(" key=app-1") } == 3)
        #expect(lines.contains { $0.contains("status=401") && !$0.contains("key=") })
        #expect(!text.contains(key) && !text.contains("wrong-secret") && !metrics.contains(key))
    }

    // MARK: Without keys

    @Test func withoutKeysModelsComeAndGoOnLoopbackOnly() throws {
        let server = try servers.start(["--host", "0.0.0.0"])
        let client = try server.client()
        for action in ["load", "unload"] {
            let refused = try client.request("POST", "/v2/repository/models/efficientnet_lite0/\(action)", body: [])
            #expect(refused.status == 403)
            #expect((try refused.json()["error"] as? String)?.contains("--api-keys FILE") == true)
        }
        // Everything else is as it was.
        #expect(try client.request("POST", "/v1/classify", headers: [image], body: cat).status == 200)
        #expect(try client.request("GET", "/metrics").status == 200)
        let admin = try add("admin", "admin")
        let guarded = try self.client(["--host", "0.0.0.0"])
        let load = "/v2/repository/models/efficientnet_lite0/load"
        #expect(try guarded.request("POST", load, headers: [bearer(admin)], body: []).status == 200)
    }

    @Test func aPageFromElsewhereUnloadsNothing() throws {
        let client = try servers.start().client()
        let unload = "/v2/repository/models/efficientnet_lite0/unload"
        #expect(
            try client.request("POST", unload, headers: [("Origin", "https://evil.example")], body: []).status == 403)
        #expect(try client.request("POST", "/v1/classify", headers: [image], body: cat).status == 200)
        #expect(
            try client.request("POST", unload, headers: [("Origin", "http://localhost:8000")], body: []).status == 200)
    }
}
