import Foundation
import TestSupport
import Testing

/// What a person gets who sends a photograph to the real binary.
@Suite struct AnswerTests {
    /// ImageNet-1k: tabby, tiger cat, Persian, Siamese, Egyptian.
    private let cats = 281...285

    private func predictions(_ response: HTTPClient.Response) throws -> [[[String: Any]]] {
        try #require(try response.json()["predictions"] as? [[[String: Any]]])
    }

    @Test func aCatIsACat() throws {
        let response = try SharedServer.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(response.status == 200)
        #expect(response.headers["content-type"] == "application/json")
        let answer = try response.json()
        #expect(answer["model"] as? String == "efficientnet_lite0")
        #expect(answer["version"] as? String == "1")
        #expect((answer["checkpoint"] as? String)?.hasPrefix("sha256:") == true)
        let best = try predictions(response)[0]
        #expect(best.count == 5)
        #expect(cats.contains(try #require(best[0]["index"] as? Int)))
        #expect(best[0]["label"] is String)
        let scores = best.compactMap { $0["score"] as? Double }
        #expect(scores.count == 5)
        #expect(scores == scores.sorted(by: >))
        #expect(scores.reduce(0, +) <= 1.0001)
    }

    @Test func theSameOnTheModelsOwnRoutes() throws {
        let client = try SharedServer.client()
        let headers = [("Content-Type", "image/jpeg")]
        let cat = try Photograph.cat()
        let plain = try client.request("POST", "/v1/classify", headers: headers, body: cat)
        let named = try client.request(
            "POST", "/v1/models/efficientnet_lite0/classify", headers: headers, body: cat)
        let versioned = try client.request(
            "POST", "/v1/models/efficientnet_lite0/versions/1/classify", headers: headers, body: cat)
        #expect(plain.body == named.body)
        #expect(plain.body == versioned.body)
    }

    @Test func multilabelScoresStandOnTheirOwn() throws {
        let response = try SharedServer.client().request(
            "POST", "/v1/multilabel?threshold=0.05", headers: [("Content-Type", "image/jpeg")],
            body: Photograph.cat())
        #expect(response.status == 200)
        let found = try predictions(response)[0]
        #expect(!found.isEmpty)
        for entry in found { #expect(try #require(entry["score"] as? Double) >= 0.05) }
        #expect(cats.contains(try #require(found[0]["index"] as? Int)))
    }

    @Test func embeddingsHaveUnitLength() throws {
        let response = try SharedServer.client().request(
            "POST", "/v1/embed", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(response.status == 200)
        let embeddings = try #require(try response.json()["embeddings"] as? [[Double]])
        #expect(embeddings.count == 1)
        #expect(embeddings[0].count == 1280)
        let length = embeddings[0].map { $0 * $0 }.reduce(0, +).squareRoot()
        #expect(abs(length - 1) < 1e-4)
    }

    @Test func jsonAndMultipartGiveTheSameAnswersInOrder() throws {
        let client = try SharedServer.client()
        let photographs = try Photograph.names.map(Photograph.bytes)
        let json = try JSONSerialization.data(withJSONObject: [
            "images": photographs.enumerated().map {
                ($0 % 2 == 0 ? "" : "data:image/jpeg;base64,") + Data($1).base64EncodedString()
            },
            "top_k": 3,
        ])
        let fromJSON = try client.request(
            "POST", "/v1/classify", headers: [("Content-Type", "application/json")], body: Array(json))
        #expect(fromJSON.status == 200)

        var form: [UInt8] = []
        for (index, photograph) in photographs.enumerated() {
            form += Array(
                """
                --boundary\r\nContent-Disposition: form-data; name="image"; filename="\(index).jpg"\r\n\
                Content-Type: image/jpeg\r\n\r\n
                """.utf8)
            form += photograph + Array("\r\n".utf8)
        }
        form += Array(
            "--boundary\r\nContent-Disposition: form-data; name=\"top_k\"\r\n\r\n3\r\n--boundary--\r\n".utf8)
        let fromForm = try client.request(
            "POST", "/v1/classify", headers: [("Content-Type", "multipart/form-data; boundary=boundary")], body: form)
        #expect(fromForm.status == 200)
        #expect(fromForm.body == fromJSON.body)

        let together = try predictions(fromJSON)
        #expect(together.count == photographs.count)
        for (photograph, expected) in zip(photographs, together) {
            let alone = try client.request(
                "POST", "/v1/classify?top_k=3", headers: [("Content-Type", "image/jpeg")], body: photograph)
            let answer = try predictions(alone)[0]
            #expect(NSArray(array: answer) == NSArray(array: expected))
        }
    }

    @Test func modelsAreListed() throws {
        let response = try SharedServer.client().request("GET", "/v1/models")
        #expect(response.status == 200)
        let entries = try #require(try response.json()["data"] as? [[String: Any]])
        #expect(entries.map { $0["id"] as? String } == ["efficientnet_lite0"])
        #expect(entries[0]["tasks"] as? [String] == ["classify", "multilabel", "embed"])
        let versions = try #require(entries[0]["versions"] as? [[String: Any]])
        #expect(versions.map { $0["state"] as? String } == ["ready"])
    }

    @Test(arguments: ["/livez", "/readyz", "/metrics", "/openapi.yaml", "/", "/v1/models/efficientnet_lite0"])
    func answers(_ path: String) throws {
        let response = try SharedServer.client().request("GET", path)
        #expect(response.status == 200)
        #expect(!response.body.isEmpty)
    }

    @Test func openAPIIsTheFileOfTheRepository() throws {
        let response = try SharedServer.client().request("GET", "/openapi.yaml")
        let file = try Data(contentsOf: PackageRoot.url.appendingPathComponent("openapi.yaml"))
        #expect(response.body == Array(file))
    }
}
