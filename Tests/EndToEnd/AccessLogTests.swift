import Foundation
import TestSupport
import Testing

/// Request ids, and the line of log that each request has.
@Suite struct AccessLogTests {
    private let folder: TemporaryFolder
    private let cat: [UInt8]
    private let image = [("Content-Type", "image/jpeg")]

    init() throws {
        folder = try TemporaryFolder()
        cat = try Photograph.cat()
    }

    /// Runs a server, asks it, ends it, and returns its log by line.
    private func log(_ arguments: [String], _ ask: (HTTPClient) throws -> Void) throws -> [String] {
        let file = folder.file("log")
        let server = try ServerProcess(arguments + ["--log-level", "info"], log: file)
        try ask(try server.client())
        #expect(server.terminate() == 0)
        return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n").dropLast()
    }

    @Test func everyAnswerHasARequestId() throws {
        let client = try SharedServer.client()
        #expect(
            try client.request("GET", "/livez", headers: [("X-Request-Id", "mine/1")]).headers["x-request-id"]
                == "mine/1")
        var seen: Set<String> = []
        for target in ["/livez", "/nowhere", "/metrics", "/v1/models/nobody", "/livez"] {
            for given in ["", "a b", String(repeating: "x", count: 129)] {
                let response = try client.request("GET", target, headers: [("X-Request-Id", given)])
                let id = try #require(response.headers["x-request-id"])
                #expect(id.wholeMatch(of: #/[0-9a-f]{32}/#) != nil)
                #expect(seen.insert(id).inserted)
            }
        }
        #expect(try client.request("DELETE", "/livez", headers: [("X-Request-Id", "x")]).headers["x-request-id"] == "x")
        // Nor do requests lack one that could not be read.
        let broken = try SharedServer.client()
        broken.write(Array("GET / HTTP/1.1\r\nX-Request-Id: x\r\n\r\n".utf8))
        let refusal = try broken.read()
        #expect(refusal.status == 400)
        #expect(refusal.headers["x-request-id"]?.count == 32)
    }

    @Test func jsonHasALineForEachRequest() throws {
        let lines = try log(["--log-format", "json"]) { client in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            let answer = try client.request(
                "POST", "/v1/classify", headers: image + [("X-Request-Id", "id-1"), ("traceparent", trace)], body: cat)
            #expect(answer.status == 200)
            #expect(try client.request("GET", "/secret-path?secret=query").status == 404)
        }
        let objects = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
        for object in objects {
            let time = try #require(object["time"] as? String)
            #expect(time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil)
            #expect(object["level"] is String && object["message"] is String)
        }
        let requests = objects.filter { $0["message"] as? String == "request" }
        try #require(requests.count == 2)
        let first = requests[0]
        #expect(first["request_id"] as? String == "id-1")
        #expect(first["trace_id"] as? String == "0af7651916cd43dd8448eb211c80319c")
        #expect(first["method"] as? String == "POST" && first["route"] as? String == "/v1/classify")
        #expect(first["model"] as? String == "efficientnet_lite0" && first["version"] as? String == "1")
        #expect(first["status"] as? Int == 200 && first["bytes_in"] as? Int == cat.count)
        #expect(first["bytes_out"] as? Int ?? 0 > 100 && first["microseconds"] as? Int ?? 0 > 0)
        #expect(first["remote_address"] as? String == "127.0.0.1")
        #expect(requests[1]["route"] as? String == "unmatched" && requests[1]["status"] as? Int == 404)
        #expect(!lines.contains { $0.contains("secret") })
    }

    /// What a client sends stands in no line but as a value of its own line.
    @Test(arguments: ["text", "json"]) func clientsCannotForgeLines(_ format: String) throws {
        let attacks = [
            "GET /x%0A2026-01-01T00:00:00Z%20critical%20forged HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\u{1B}[31mforged\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: \u{9B}forged\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\"_status=\"500\r\n\r\n",
            "FORGED /livez HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\nforged\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\rforged\r\n\r\n",
        ]
        let lines = try log(["--log-format", format]) { first in
            #expect(try first.request("GET", "/livez").status == 200)
            let port = first.port
            for attack in attacks {
                let client = try HTTPClient(port: port)
                client.write(Array(attack.utf8))
                _ = try client.read()
            }
        }
        #expect(lines.count { $0.contains("request") && $0.contains("request_id") } == attacks.count + 1)
        #expect(!lines.contains { $0.lowercased().contains("forged") })
        #expect(
            !lines.contains { line in line.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0) ~= $0.value } })
        let quoted = format == "text" ? #"request_id="a\"_status=\"500""# : #""request_id":"a\"_status=\"500""#
        #expect(lines.contains { $0.contains(quoted) })
    }
}
