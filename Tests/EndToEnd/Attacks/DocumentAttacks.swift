import Foundation
import Testing

/// Documents that are deep, large, ambiguous, or none.
extension AttackTests {
    @Test(arguments: jsonRoutes, ["", "closed"])
    func nestedDocumentsAreRefused(_ route: String, _ kind: String) throws {
        let server = try AttackedServer.server()
        let depth = 100_000
        let arrays = String(repeating: "[", count: depth)
        let objects = String(repeating: "{\"a\":", count: depth)
        let isClosed = kind == "closed"
        for text in [
            arrays + (isClosed ? String(repeating: "]", count: depth) : ""),
            objects + (isClosed ? "1" + String(repeating: "}", count: depth) : ""),
            "{\"images\":" + arrays + (isClosed ? String(repeating: "]", count: depth) + "}" : ""),
            "{\"a\":" + String(repeating: "[{\"b\":", count: depth)
                + (isClosed ? "1" + String(repeating: "}]", count: depth) + "}" : ""),
        ] {
            try server.withstands {
                let response = try server.post(route, "application/json", Self.json(text))
                #expect(response.status == 400 && response.text.contains("deep"), "\(response.text)")
            }
        }
    }

    @Test(arguments: ["/v2/repository/index", "/v2/repository/models/efficientnet_lite0/load"])
    func documentsOfTheRepositoryAreSmall(_ route: String) throws {
        let server = try AttackedServer.server()
        for (count, status) in [(60_000, 400), (100_000, 413)] {
            try server.withstands {
                let response = try server.post(
                    route, "application/json", Self.json(String(repeating: "[", count: count)))
                #expect(response.status == status, "\(response.text)")
            }
        }
    }

    @Test func wideDocumentsAreRead() throws {
        let server = try AttackedServer.server()
        let members = (0..<100_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        let images = String(repeating: "\"\",", count: 1_000_000)
        try server.withstands(growthLimit: 256 << 20) {
            #expect(try server.post("/v1/classify", "application/json", Self.json("{\(members)}")).status == 400)
            let many = try server.post("/v1/classify", "application/json", Self.json("{\"images\":[\(images)\"\"]}"))
            #expect(many.status == 413)
        }
    }

    /// `IMAGE` stands for a photograph in base64, in quotation marks.
    static let documents: [(what: String, route: String, text: String, status: Int)] = [
        ("a member twice", "/v1/classify", #"{"images":[IMAGE],"images":[IMAGE]}"#, 400),
        ("a member twice, once escaped", "/v1/classify", #"{"images":[IMAGE],"im\u0061ges":[]}"#, 400),
        ("an unknown member twice", "/v1/classify", #"{"images":[IMAGE],"x":1,"x":2}"#, 400),
        ("a member twice in /v2", infer, #"{"inputs":[],"inputs":[]}"#, 400),
        ("a model twice", "/v1/embeddings", #"{"model":"a","model":"b","input":IMAGE}"#, 400),
        ("a high surrogate alone", "/v1/classify", #"{"images":["\ud800"]}"#, 400),
        ("a low surrogate alone in a name", "/v1/classify", #"{"\udc00":1,"images":[IMAGE]}"#, 400),
        ("surrogates the wrong way round", "/v1/classify", #"{"images":["\udc00\ud800"]}"#, 400),
        ("a whole number beyond all", "/v1/classify", #"{"images":[IMAGE],"top_k":1e999999}"#, 400),
        ("a number beyond all", "/v1/multilabel", #"{"images":[IMAGE],"threshold":-1e999999}"#, 400),
        ("a number beyond all that nobody asked for", "/v1/classify", #"{"images":[IMAGE],"x":1e999999}"#, 400),
        ("a number that is all but 0", "/v1/multilabel", #"{"images":[IMAGE],"threshold":1e-999999}"#, 200),
        ("a time beyond all", "/v1/classify", #"{"images":[IMAGE],"timeout_seconds":1e999999}"#, 400),
        (
            "100,000 digits", "/v1/classify", #"{"images":[IMAGE],"top_k":\#(String(repeating: "9", count: 100_000))}"#,
            400
        ),
        ("a tensor beyond all", infer, input("[1,3,224,224]", #""data":[1e999999]"#), 400),
        ("a shape beyond all", infer, input("[1e999999,3,224,224]", #""data":[1]"#), 400),
        ("a shape beyond counting", infer, input("[9223372036854775807,3,224,224]", #""data":[1]"#), 400),
        ("a negative extent", infer, input("[-1,3,224,224]", #""data":[1]"#), 400),
        (
            "2^63 - 1 bytes of binary data", infer,
            input("[1,3,224,224]", #""parameters":{"binary_data_size":9223372036854775807}"#), 400
        ),
        ("a negative number of bytes", infer, input("[1,3,224,224]", #""parameters":{"binary_data_size":-1}"#), 400),
        ("NaN", "/v1/classify", #"{"images":[IMAGE],"top_k":NaN}"#, 400),
        ("Infinity", "/v1/classify", #"{"images":[IMAGE],"top_k":-Infinity}"#, 400),
        ("a zero in front", "/v1/classify", #"{"images":[IMAGE],"top_k":01}"#, 400),
        ("a comma at the end", "/v1/classify", #"{"images":[IMAGE],}"#, 400),
        ("two documents", "/v1/classify", #"{"images":[IMAGE]}{"images":[IMAGE]}"#, 400),
        ("a comment", "/v1/classify", #"{"images":[IMAGE]/**/}"#, 400),
        ("single quotes", "/v1/classify", "{'images':[IMAGE]}", 400),
        ("a byte order mark", "/v1/classify", "\u{FEFF}{\"images\":[IMAGE]}", 400),
        ("an escaped NUL in base64", "/v1/classify", #"{"images":["\u0000"]}"#, 400),
        ("a NUL", "/v1/classify", "{\"images\":[\"\0\"]}", 400),
        ("a prototype", "/v1/classify", #"{"__proto__":{"images":[]},"images":[IMAGE]}"#, 200),
        ("an array", "/v1/classify", "[IMAGE]", 400), ("null", "/v1/classify", "null", 400),
        ("nothing but spaces", "/v1/classify", "   ", 400),
    ]

    private static func input(_ shape: String, _ rest: String) -> String {
        #"{"inputs":[{"name":"input","datatype":"FP32","shape":\#(shape),\#(rest)}]}"#
    }

    @Test func ambiguousDocumentsAreRefused() throws {
        let server = try AttackedServer.server()
        let image = "\"\(Data(server.cat).base64EncodedString())\""
        try server.withstands {
            for (what, route, text, status) in Self.documents {
                let body = Self.json(text.replacingOccurrences(of: "IMAGE", with: image))
                let response = try server.post(route, "application/json", body)
                #expect(response.status == status, "\(what): \(response.text)")
            }
        }
    }

    @Test(arguments: jsonRoutes) func whatIsNoUTF8IsRefused(_ route: String) throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for bytes in [[0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]] as [[UInt8]] {
                let response = try server.post(route, "application/json", bytes)
                #expect(response.status == 400, "\(response.text)")
            }
        }
    }
}
