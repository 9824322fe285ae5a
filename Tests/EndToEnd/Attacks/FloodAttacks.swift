import Foundation
import Testing

/// Many small pieces of what is allowed.
extension AttackTests {
    /// CVE-2025-23310: each chunk took stack in Triton's HTTP server. The content is a document padded with spaces.
    @Test func aMillionChunksOfOneByteAreOneRequest() throws {
        let server = try AttackedServer.server()
        let document = Self.json(#"{"images":["\#(Data(server.cat).base64EncodedString())"]}"#)
        let plain = try server.post("/v1/classify", "application/json", document)
        #expect(plain.status == 200)
        var bytes = Self.json(
            "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for byte in document { bytes += [0x31, 0x0D, 0x0A, byte, 0x0D, 0x0A] }
        bytes += Self.json(String(repeating: "1\r\n \r\n", count: 1_000_000 - document.count) + "0\r\n\r\n")
        try server.withstands {
            let client = try server.client()
            client.write(bytes)
            let response = try client.read()
            #expect(response.status == 200 && response.body == plain.body)
            // The connection goes on behind the last chunk.
            #expect(try client.request("GET", "/livez").status == 200)
        }
    }

    @Test func chunksWithoutAnEndStopAtTheLimit() throws {
        let server = try AttackedServer.server()
        try server.withstands(growthLimit: 96 << 20) {
            let client = try server.client()
            client.write(
                Self.json(
                    "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"
                ))
            let chunk = Self.json("10000\r\n") + [UInt8](repeating: 0, count: 65536) + Self.json("\r\n")
            for _ in 0..<513 { client.write(chunk) }
            #expect(try client.read().status == 413)
        }
    }

    @Test(arguments: [
        ("fields", "a: b\r\n", 431), ("values", "a", 431), ("continuation lines", "\r\n a", 431),
        ("names without a colon", "a\r\n", 431),
    ])
    func fieldsWithoutAnEndStopAtTheLimit(_ what: String, _ piece: String, _ status: Int) throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let client = try server.client()
            client.write(
                Self.json("GET /livez HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: piece, count: 1_000_000)))
            #expect(try client.read().status == status)
        }
    }

    @Test func aMillionPiecesOfAHeadStopAtTheLimit() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let client = try server.client()
            client.write(Self.json("GET /livez HTTP/1.1\r\nHost: x\r\nX: "))
            #expect(client.writeSingly([UInt8](repeating: 0x61, count: 1_000_000)) < 1_000_000)
            #expect(try client.read().status == 431)
        }
    }

    @Test func aHeadInSingleBytesIsAHead() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let client = try server.client()
            let value = String(repeating: "a", count: 10_000)
            client.writeSingly(Self.json("GET /livez HTTP/1.1\r\nHost: x\r\nX: \(value)\r\nY: \(value)\r\n\r\n"))
            #expect(try client.read().status == 200)
        }
    }

    @Test func manyUnfinishedHeadsHoldNobodyUp() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let clients = try (0..<200).map { _ in try server.client() }
            for client in clients {
                client.write(
                    Self.json("GET /livez HTTP/1.1\r\nHost: x\r\nX: " + String(repeating: "a", count: 32_000)))
            }
            #expect(try server.client().request("GET", "/livez").status == 200)
            for client in clients { client.write(Self.json("\r\n\r\n")) }
            for client in clients { #expect(try client.read().status == 200) }
        }
    }

    /// Memory follows what has come, not what was announced.
    @Test func manyAnnouncedBodiesTakeNoMemory() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let clients = try (0..<200).map { _ in try server.client() }
            for client in clients {
                client.write(
                    Self.json(
                        "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n"
                            + "Content-Length: 33554432\r\n\r\na"))
            }
            #expect(try server.client().request("GET", "/livez").status == 200)
        }
    }

    /// CVE-2020-27223: Jetty sorted thousands of qualities for minutes.
    @Test(arguments: ["Accept-Encoding", "Accept"])
    func thousandsOfQualitiesAreRead(_ name: String) throws {
        let server = try AttackedServer.server()
        let value = (0..<2000).map { "gzip;q=0.\(100 + $0 % 900)" }.joined(separator: ",")
        try server.withstands {
            let response = try server.client().request("GET", "/openapi.yaml", headers: [(name, value)])
            #expect(response.status == 200)
        }
    }

    @Test func thousandsOfPipelinedRequestsAreAnsweredInTurn() throws {
        let server = try AttackedServer.server()
        try server.withstands {
            let client = try server.client()
            client.write(Self.json(String(repeating: "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", count: 1000)))
            for _ in 0..<1000 { #expect(try client.read().status == 200) }
        }
    }
}
