import Foundation
import TestSupport
import Testing

/// Bad input gets a clear error, and the connection, the server and its other clients go on.
@Suite struct BadRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var target = "/v1/classify"
        var contentType: String? = "image/jpeg"
        var body: @Sendable () throws -> [UInt8]
        var status: Int
        var mentions = ""

        var testDescription: String { name }
    }

    /// A PNG of one IHDR that declares its size, and nothing else.
    static func png(width: UInt32, height: UInt32) -> [UInt8] {
        func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let header = Array("IHDR".utf8) + bytes(width) + bytes(height) + [8, 2, 0, 0, 0]
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in header {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + bytes(13) + header + bytes(~crc)
    }

    static func json(_ text: String) -> @Sendable () -> [UInt8] { { Array(text.utf8) } }

    static let cases: [Case] = [
        Case(name: "empty body", body: { [] }, status: 400),
        Case(name: "text as JPEG", body: { Array("this is not a photograph".utf8) }, status: 415),
        Case(name: "truncated JPEG", body: { Array(try Photograph.cat().prefix(20_000)) }, status: 422),
        Case(name: "a JPEG's head only", body: { Array(try Photograph.cat().prefix(300)) }, status: 422),
        Case(
            name: "PNG of 50,000 x 50,000", contentType: "image/png", body: { png(width: 50_000, height: 50_000) },
            status: 422, mentions: "50000"),
        Case(name: "unknown model", target: "/v1/models/nobody/classify", body: Photograph.cat, status: 404),
        Case(
            name: "unknown version", target: "/v1/models/efficientnet_lite0/versions/7/classify",
            body: Photograph.cat, status: 404),
        Case(name: "unknown route", target: "/v1/nothing", body: Photograph.cat, status: 404),
        Case(name: "wrong content type", contentType: "text/plain", body: Photograph.cat, status: 415),
        Case(name: "no content type", contentType: nil, body: Photograph.cat, status: 415),
        Case(name: "top_k=0", target: "/v1/classify?top_k=0", body: Photograph.cat, status: 400, mentions: "top_k"),
        Case(name: "top_k=-1", target: "/v1/classify?top_k=-1", body: Photograph.cat, status: 400, mentions: "top_k"),
        Case(name: "top_k=x", target: "/v1/classify?top_k=x", body: Photograph.cat, status: 400, mentions: "top_k"),
        Case(
            name: "threshold=2", target: "/v1/multilabel?threshold=2", body: Photograph.cat, status: 400,
            mentions: "threshold"),
        Case(name: "not JSON", contentType: "application/json", body: json("{"), status: 400),
        Case(
            name: "no images", contentType: "application/json", body: json("{}"), status: 400, mentions: "images"),
        Case(
            name: "empty list", contentType: "application/json", body: json(#"{"images":[]}"#), status: 400,
            mentions: "images"),
        Case(
            name: "bad base64", contentType: "application/json", body: json(#"{"images":["%%%"]}"#), status: 400),
        Case(
            name: "JSON nested 100,000 deep", contentType: "application/json",
            body: { [UInt8](repeating: UInt8(ascii: "["), count: 100_000) }, status: 400),
        Case(
            name: "multipart without boundary", contentType: "multipart/form-data", body: Photograph.cat, status: 400),
        Case(
            name: "body over the limit", body: { [UInt8](repeating: 0, count: 64 << 20) }, status: 413),
    ]

    @Test(arguments: cases)
    func isRefused(_ bad: Case) throws {
        let client = try SharedServer.client()
        let response = try client.request(
            "POST", bad.target, headers: bad.contentType.map { [("Content-Type", $0)] } ?? [], body: bad.body())
        #expect(response.status == bad.status)
        #expect(response.headers["content-type"] == "application/problem+json")
        let problem = try response.json()
        #expect(problem["status"] as? Int == bad.status)
        let detail = try #require(problem["detail"] as? String)
        #expect(detail.count > 10)
        #expect(detail.contains(bad.mentions) || bad.mentions.isEmpty, "\(detail)")
        // Nothing of the machine is told.
        #expect(!response.text.contains(PackageRoot.path))

        // The next one is served as if nothing had happened.
        let next = try SharedServer.client().request("GET", "/readyz")
        #expect(next.status == 200)
    }

    @Test func theBadOneOfSeveralIsNamed() throws {
        let cat = Data(try Photograph.cat()).base64EncodedString()
        let text = Data("no image".utf8).base64EncodedString()
        let response = try SharedServer.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "application/json")],
            body: Array(#"{"images":["\#(cat)","\#(text)","\#(cat)"]}"#.utf8))
        #expect(response.status == 415)
        #expect(response.text.contains("1"))
    }

    @Test func topKOfABillionIsEveryClass() throws {
        let response = try SharedServer.client().request(
            "POST", "/v1/classify?top_k=1000000000", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(response.status == 200)
        let predictions = try #require(try response.json()["predictions"] as? [[[String: Any]]])
        #expect(predictions[0].count == 1000)
    }

    @Test func anImageOfOnePixelIsAnImage() throws {
        let pixel = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"))
        let response = try SharedServer.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/png")], body: Array(pixel))
        #expect(response.status == 200)
    }

    @Test func aWrongMethodIsToldTheRightOnes() throws {
        let response = try SharedServer.client().request("GET", "/v1/classify")
        #expect(response.status == 405)
        #expect(response.headers["allow"]?.contains("POST") == true)
    }
}
