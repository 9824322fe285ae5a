import Foundation
import TestSupport
import Testing

/// OpenAI's and TEI's interfaces through the real server: the same numbers as `/v1/embed`, errors in their own forms.
@Suite struct EmbeddingsTests {
    private func post(_ target: String, _ json: [String: Any], type: String = "application/json") throws
        -> HTTPClient.Response
    {
        try SharedServer.client().request(
            "POST", target, headers: [("Content-Type", type)],
            body: Array(try JSONSerialization.data(withJSONObject: json)))
    }

    private func encoded(_ name: String) throws -> String {
        Data(try Photograph.bytes(name)).base64EncodedString()
    }

    private func floats(_ base64: String) throws -> [Float] {
        let bytes = Array(try #require(Data(base64Encoded: base64)))
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
    }

    /// What `/v1/embed` says of one photograph.
    private func embedding(_ name: String) throws -> [Float] {
        let response = try SharedServer.client().request(
            "POST", "/v1/embed", headers: [("Content-Type", "image/jpeg")], body: Photograph.bytes(name))
        return try #require(try response.json()["embeddings"] as? [[Double]])[0].map(Float.init)
    }

    private func data(_ response: HTTPClient.Response) throws -> [[String: Any]] {
        #expect(response.status == 200, "\(response.text.prefix(300))")
        return try #require(try response.json()["data"] as? [[String: Any]])
    }

    @Test func openAIsAnswerHasTheNumbersOfEmbedInBothEncodings() throws {
        let names = ["coffee.jpg", "chelsea.jpg"]
        let expected = try names.map(embedding)
        #expect(expected[0] != expected[1])
        let input = ["data:image/jpeg;base64,\(try encoded(names[0]))", try encoded(names[1])]
        let request: [String: Any] = ["model": "efficientnet_lite0", "input": input, "user": "somebody"]
        let response = try post("/v1/embeddings", request)
        let data = try data(response)
        #expect(data.map { $0["index"] as? Int } == [0, 1])
        #expect(data.map { ($0["embedding"] as? [Double])?.map(Float.init) } == expected)
        let whole = try response.json()
        #expect(whole["object"] as? String == "list")
        #expect(whole["model"] as? String == "efficientnet_lite0")
        #expect(whole["usage"] as? [String: Int] == ["prompt_tokens": 2, "total_tokens": 2])
        #expect(response.headers["server-timing"]?.contains("inference") == true)

        let base64 = try self.data(try post("/v1/embeddings", request.merging(["encoding_format": "base64"]) { $1 }))
        #expect(try base64.map { try floats(try #require($0["embedding"] as? String)) } == expected)
    }

    @Test func oneTextAndAVersionAreTaken() throws {
        let response = try post(
            "/v1/embeddings", ["model": "efficientnet_lite0/1", "input": try encoded("chelsea.jpg")])
        #expect(try data(response).count == 1)
        #expect(try response.json()["model"] as? String == "efficientnet_lite0/1")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var json: String
        var status = 400
        var param: String?
        var code: String?
        var testDescription: String { json }
    }

    @Test(arguments: [
        Refusal(json: "{"),
        Refusal(json: #"{"model":"nobody","input":"AQID"}"#, status: 404, param: "model", code: "model_not_found"),
        Refusal(
            json: #"{"model":"efficientnet_lite0/7","input":"AQID"}"#, status: 404, param: "model",
            code: "model_not_found"),
        Refusal(json: #"{"model":"efficientnet_lite0","input":[1,2]}"#, param: "input"),
        Refusal(json: #"{"model":"efficientnet_lite0","input":"AQID","dimensions":64}"#, param: "dimensions"),
        Refusal(json: #"{"model":"efficientnet_lite0","input":"AQID"}"#, status: 415, param: "input"),
        Refusal(
            json: #"{"model":"efficientnet_lite0","input":"AQID","timeout_seconds":0.000001}"#, status: 504),
    ])
    func openAIsErrorsHaveItsForm(_ refusal: Refusal) throws {
        var json = refusal.json
        if refusal.status == 504 { json = json.replacingOccurrences(of: "AQID", with: try encoded("chelsea.jpg")) }
        let response = try SharedServer.client().request(
            "POST", "/v1/embeddings", headers: [("Content-Type", "application/json")], body: Array(json.utf8))
        #expect(response.status == refusal.status)
        let error = try #require(try response.json()["error"] as? [String: Any])
        #expect(Set(error.keys) == ["message", "type", "param", "code"])
        #expect(error["type"] as? String == (refusal.status == 504 ? "server_error" : "invalid_request_error"))
        #expect(error["param"] as? String == refusal.param)
        #expect(error["code"] as? String == refusal.code)
    }

    @Test func theBadOneOfSeveralIsNamed() throws {
        let response = try post(
            "/v1/embeddings", ["model": "efficientnet_lite0", "input": [try encoded("chelsea.jpg"), "AQID"]])
        #expect(response.status == 415)
        let error = try #require(try response.json()["error"] as? [String: Any])
        #expect((error["message"] as? String)?.hasPrefix("image 1: ") == true)
    }

    @Test func aWrongMethodIsToldInTheFormOfTheRoute() throws {
        let openAI = try SharedServer.client().request("GET", "/v1/embeddings")
        #expect(openAI.status == 405)
        #expect(openAI.headers["allow"]?.contains("POST") == true)
        #expect(try openAI.json()["error"] is [String: Any])
        let tei = try SharedServer.client().request("GET", "/embed")
        #expect(tei.status == 405)
        #expect(try tei.json()["error_type"] as? String == "Validation")
    }

    @Test func teisAnswerHasTheNumbersOfEmbed() throws {
        let names = ["rocket.jpg", "astronaut.jpg"]
        let inputs = try names.map(encoded)
        let expected = try names.map(embedding)
        let response = try post("/embed", ["inputs": inputs, "truncate": true])
        #expect(response.status == 200, "\(response.text.prefix(300))")
        func rows(_ response: HTTPClient.Response) throws -> [[Double]] {
            try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [[Double]])
        }
        #expect(try rows(response).map { $0.map(Float.init) } == expected)
        // One text is a list of one answer too; not scaled, it has the same direction and a length of its own.
        let raw = try rows(try post("/embed", ["inputs": inputs[0], "normalize": false]))
        #expect(raw.count == 1)
        let length = raw[0].reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(length - 1) > 0.01)
        for (value, unit) in zip(raw[0], expected[0]) { #expect(abs(value / length - Double(unit)) < 1e-6) }
    }

    @Test(arguments: [
        (#"{"inputs":[]}"#, 400), (#"{"inputs":[[1]]}"#, 400), (#"{"inputs":"AQID"}"#, 415),
        (#"{"inputs":"AQID","dimensions":64}"#, 400),
    ])
    func teisErrorsHaveItsForm(_ json: String, _ status: Int) throws {
        let response = try SharedServer.client().request(
            "POST", "/embed", headers: [("Content-Type", "application/json")], body: Array(json.utf8))
        #expect(response.status == status)
        let error = try response.json()
        #expect(Set(error.keys) == ["error", "error_type"])
        #expect(error["error_type"] as? String == "Validation")
    }

    @Test func infoTellsTheModelAndTheLimits() throws {
        let info = try SharedServer.client().request("GET", "/info").json()
        let model = try SharedServer.client().request("GET", "/v1/models/efficientnet_lite0").json()
        let version = try #require(model["versions"] as? [[String: Any]])[0]
        #expect(info["model_id"] as? String == "efficientnet_lite0")
        #expect(info["model_sha"] as? String == version["checkpoint"] as? String)
        #expect((info["model_type"] as? [String: Any])?["embedding"] != nil)
        let limit = try #require(info["max_client_batch_size"] as? Int)
        let over = [String](repeating: "AQID", count: limit + 1)
        #expect(try post("/embed", ["inputs": over]).status == 413)
        #expect(try post("/embed", ["inputs": Array(over.dropLast())]).status == 415)
    }
}
