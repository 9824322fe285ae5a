import Foundation
import Testing

/// Addresses and paths in the place of pictures, models and targets.
extension AttackTests {
    @Test func noAddressIsFetched() throws {
        let server = try AttackedServer.server()
        let bait = try Bait()
        let url = "http://127.0.0.1:\(bait.port)/x.png"
        let documents: [(route: String, text: String)] = [
            ("/v1/classify", #"{"images":["URL"]}"#), ("/v1/embed", #"{"images":["URL"]}"#),
            ("/v1/classify", #"{"images":[{"url":"URL"}]}"#), ("/v1/classify", #"{"images":"URL"}"#),
            ("/v1/classify", #"{"url":"URL"}"#), ("/v1/classify", #"{"images":["\u0068ttp://127.0.0.1:PORT/"]}"#),
            ("/v1/classify", #"{"images":["  URL"]}"#), ("/v1/classify", #"{"images":["url(URL)"]}"#),
            ("/v1/classify", #"{"images":["data:URL"]}"#),
            ("/v1/classify", #"{"images":["data:image/png;base64,URL"]}"#),
            ("/v1/classify", #"{"images":["gopher://127.0.0.1:PORT/_GET"]}"#),
            ("/v1/classify", #"{"images":["//127.0.0.1:PORT/"]}"#),
            ("/v1/embeddings", #"{"model":"efficientnet_lite0","input":"URL"}"#),
            ("/v1/embeddings", #"{"model":"efficientnet_lite0","input":[{"image_url":{"url":"URL"}}]}"#),
            ("/embed", #"{"inputs":"URL"}"#), ("/embed", #"{"inputs":["URL"]}"#),
            (Self.infer, #"{"inputs":[{"name":"input","shape":[1],"datatype":"BYTES","data":["URL"]}]}"#),
            ("/v2/repository/models/efficientnet_lite0/load", #"{"parameters":{"file:1/model.safetensors":"URL"}}"#),
            ("/v2/repository/models/efficientnet_lite0/load", #"{"parameters":{"config":"URL"}}"#),
        ]
        try server.withstands {
            for (route, text) in documents {
                let body = text.replacingOccurrences(of: "URL", with: url).replacingOccurrences(
                    of: "PORT", with: "\(bait.port)")
                let response = try server.post(route, "application/json", Self.json(body))
                #expect(response.status == 400, "\(body): \(response.text)")
            }
            #expect(try server.post("/v1/classify", "image/jpeg", Self.json(url)).status == 415)
            let form =
                "--b\r\nContent-Disposition: form-data; name=\"image\"\r\nContent-Type: image/png\r\n\r\n\(url)\r\n--b--\r\n"
            #expect(
                try server.post("/v1/classify", "multipart/form-data; boundary=b", Self.json(form)).status == 415)
            // Nor is the server a proxy.
            #expect(try server.client().request("GET", url).status == 404)
            #expect(try server.client().request("CONNECT", "127.0.0.1:\(bait.port)").status == 501)
            #expect(
                try server.client().request(
                    "GET", "/livez", headers: [("X-Forwarded-Host", "127.0.0.1:\(bait.port)"), ("Referer", url)]
                ).status == 200)
        }
        #expect(bait.visits() == 0)
        // It would have been counted.
        _ = try HTTPClient(port: bait.port)
        #expect(bait.visits() == 1)
    }

    @Test func noFileIsReadByItsName() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for name in ["file:///etc/passwd", "/etc/passwd", "../../etc/passwd", "\\\\\\\\host\\\\share"] {
                for (route, member) in [("/v1/classify", "images"), ("/embed", "inputs")] {
                    let response = try server.post(
                        route, "application/json", Self.json("{\"\(member)\":[\"\(name)\"]}"))
                    #expect(response.status == 400 && !response.text.contains("root:"), "\(response.text)")
                }
            }
        }
    }

    static let climbingTargets: [(target: String, status: Int)] = [
        ("/v1/models/..%2f..%2f..%2fetc%2fpasswd", 404), ("/v1/models/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/v1/models/../../etc/passwd", 404), ("//etc/passwd", 404), ("/../../../etc/passwd", 404),
        ("/v1/models/%2Fetc%2Fpasswd", 404), ("/v1/models/efficientnet_lite0%2F1", 404),
        ("/v1/models/efficientnet_lite0%00", 400), ("/v1/models/efficientnet_lite0%0a", 400),
        ("/v1/models/efficientnet_lite0/versions/..%2f1", 404), ("/v1/models/./efficientnet_lite0", 404),
        ("/v1/models/%2e", 404), ("/v1/models/efficientnet_lite0/../efficientnet_lite0", 404),
        ("/v2/models/..%2f..", 404), ("/v2/models/efficientnet_lite0/versions/%2e%2e/config", 404),
        ("/openapi.yaml/../openapi.yaml", 404), ("/%2e%2e%2fopenapi.yaml", 404), ("/openapi.yaml%2f", 404),
        ("/openapi.yaml%23", 404), ("/V1/models", 404), ("/v1//models", 404), ("/v1/models/", 404),
        ("/v1/models/..%5c..%5cwindows", 404), ("/v1/models/%c0%ae%c0%ae/", 400), ("/v1/models/%252e%252e", 404),
        ("/v1/models/efficientnet_lite0;a=b", 404), ("file:///etc/passwd", 400), ("/v1/models/%%32%65", 400),
        ("http://x/v1/models/..%2f..", 404), ("/v1/models/efficientnet_lite0%20", 404), ("/.git/config", 404),
    ]

    @Test func targetsClimbNowhere() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for (target, status) in Self.climbingTargets {
                let response = try server.client().request("GET", target)
                #expect(response.status == status, "\(target): \(response.text)")
                #expect(!response.text.contains("root:"))
            }
        }
    }

    @Test func namesOfModelsClimbNowhere() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for name in [
                "..%2f..%2fetc", "%2e%2e", "%2e", "%2Ftmp", "a%5cb", "efficientnet_lite0%2F1", "~", "*", "%7e",
            ] {
                for route in [
                    "/v1/models/\(name)/classify", "/v2/models/\(name)/infer", "/v2/repository/models/\(name)/load",
                    "/v2/repository/models/\(name)/unload", "/v1/models/efficientnet_lite0/versions/\(name)/classify",
                ] {
                    let response = try server.post(route, "application/json", Self.json("{}"))
                    #expect(response.status == 404, "\(route): \(response.text)")
                }
            }
            let response = try server.post(
                "/v1/embeddings", "application/json", Self.json(#"{"model":"../../etc/passwd","input":"AAAA"}"#))
            #expect(response.status == 404)
        }
    }

    /// What echoes a request could give a page what it must not see (cross-site tracing).
    @Test(arguments: ["TRACE", "TRACK", "DEBUG", "CONNECTX", "PRI"]) func methodsNobodyServesEchoNothing(
        _ method: String
    ) throws {
        let server = try AttackedServer.server()
        try server.withstands {
            for target in ["/", "/v1/classify", "/livez"] {
                let response = try server.client().request(method, target, headers: [("Cookie", "mantissa-secret")])
                #expect(response.status == 405 && response.headers["allow"] != nil, "\(response.text)")
                #expect(!response.text.contains("mantissa-secret"))
            }
        }
    }
}
