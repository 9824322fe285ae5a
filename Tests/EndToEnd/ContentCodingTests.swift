import Foundation
import HTTPServer
import TestSupport
import Testing

/// Packed requests and answers.
@Suite struct ContentCodingTests {
    private func ask(
        _ body: [UInt8], _ coding: String, type: String = "application/json", path: String = "/v1/classify"
    ) throws -> HTTPClient.Response {
        try SharedServer.client().request(
            "POST", path, headers: [("Content-Type", type), ("Content-Encoding", coding)], body: body)
    }

    @Test(arguments: ContentCoding.allCases) func packedBodiesGetTheSameAnswer(coding: ContentCoding) throws {
        let cat = try Photograph.cat()
        let plain = try SharedServer.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: cat)
        #expect(plain.status == 200)
        let image = try ask(#require(coding.deflate(cat)), coding.rawValue, type: "image/jpeg")
        #expect(image.status == 200 && image.body == plain.body)
        let json = Array("{\"images\":[\"\(Data(cat).base64EncodedString())\"]}".utf8)
        #expect(try ask(#require(coding.deflate(json)), coding.rawValue).body == plain.body)
        let v2 = Array("{\"inputs\":[{\"name\":\"no such\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[0]}]}".utf8)
        let infer = try ask(
            #require(coding.deflate(v2)), coding.rawValue, path: "/v2/models/efficientnet_lite0/infer")
        #expect(infer.status == 400 && infer.text.contains("no such"))
    }

    @Test func whatCannotBeUnpackedIsRefused() throws {
        let json = Array(#"{"images":["AAAA"]}"#.utf8)
        let packed = try #require(ContentCoding.gzip.deflate(json))
        #expect(try ask(packed, "br").status == 415)
        #expect(try ask(packed, "gzip, gzip").status == 415)
        #expect(try ask(json, "gzip").status == 400)
        #expect(try ask(Array(packed.dropLast()), "gzip").status == 400)
        #expect(try ask(packed, "gzip").text.contains("image"))
        #expect(try ask(packed, "gzip", path: "/v2/repository/index").status == 400)
    }

    @Test func manyBombsAtOnceAreRefusedInBoundedMemory() throws {
        let server = try ServerProcess(["--queue-bytes", "64MiB"])
        let probe = try server.client()
        _ = try probe.request("GET", "/readyz")
        let early = try server.residentBytes()
        let bomb = try #require(ContentCoding.gzip.deflate([UInt8](repeating: 0x20, count: 31 << 20), level: 9))
        // Less than a hundredfold: allowed to come out, and then no image.
        let large = try #require(
            ContentCoding.gzip.deflate((0..<(20 << 20)).map { UInt8(truncatingIfNeeded: $0 >> 6) }, level: 1))
        #expect(large.count * 100 > 20 << 20)
        var clients: [HTTPClient] = []
        for body in [bomb, large] {
            for _ in 0..<16 {
                let client = try server.client()
                let head =
                    "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
                client.write(Array(head.utf8) + body)
                clients.append(client)
            }
        }
        let statuses = try clients.map { try $0.read().status }
        #expect(statuses[..<16].allSatisfy { $0 == 413 }, "\(statuses)")
        #expect(statuses[16...].allSatisfy { [400, 503].contains($0) }, "\(statuses)")
        #expect(try probe.request("GET", "/readyz").status == 200)
        // A sanitizer keeps what was freed for a while.
        if !Sanitizer.isActive { #expect(try server.residentBytes() - early < 200 << 20) }
    }

    @Test func largeAnswersArePackedForThoseWhoWantIt() throws {
        let client = try SharedServer.client()
        for path in ["/", "/openapi.yaml", "/metrics"] {
            let plain = try client.request("GET", path)
            #expect(plain.headers["content-encoding"] == nil)
            #expect(plain.headers["vary"] == "Accept-Encoding")
            let packed = try client.request("GET", path, headers: [("Accept-Encoding", "br, deflate;q=0.5, gzip")])
            #expect(packed.headers["content-encoding"] == "gzip")
            #expect(packed.body.count * 2 < plain.body.count)
            let text = try ContentCoding.gzip.inflate(packed.body, byteLimit: 1 << 20)
            // Metrics change; documents do not.
            if path != "/metrics" { #expect(text == plain.body) } else { #expect(text.starts(with: Array("# ".utf8))) }
        }
        let small = try client.request("GET", "/livez", headers: [("Accept-Encoding", "gzip")])
        #expect(small.headers["content-encoding"] == nil && small.headers["vary"] == nil)
        let answer = try client.request(
            "POST", "/v1/embed", headers: [("Content-Type", "image/jpeg"), ("Accept-Encoding", "deflate")],
            body: Photograph.cat())
        #expect(answer.headers["content-encoding"] == "deflate")
        let embedding = try client.request(
            "POST", "/v1/embed", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(try ContentCoding.deflate.inflate(answer.body, byteLimit: 1 << 20) == embedding.body)
    }
}
