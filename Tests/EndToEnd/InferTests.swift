import Foundation
import TestSupport
import Testing

/// `/v2/models/{model}/infer` of the real server: the same numbers as on `/v1`, in every form, and a reason for what is refused.
@Suite struct InferTests {
    private static let target = "/v2/models/efficientnet_lite0/infer"

    private func post(_ json: String, _ binary: [UInt8] = [], target: String = target) throws -> HTTPClient.Response {
        try SharedServer.client().request(
            "POST", target,
            headers: binary.isEmpty ? [] : [("Inference-Header-Content-Length", "\(json.utf8.count)")],
            body: Array(json.utf8) + binary)
    }

    /// Images as elements of BYTES.
    private func elements(_ images: [[UInt8]]) -> [UInt8] {
        images.flatMap { image in
            withUnsafeBytes(of: UInt32(image.count).littleEndian) { Array($0) } + image
        }
    }

    private func input(_ images: [[UInt8]], _ name: String) -> String {
        "\"inputs\":[{\"name\":\"\(name)\",\"shape\":[\(images.count)],\"datatype\":\"BYTES\","
            + "\"parameters\":{\"binary_data_size\":\(elements(images).count)}}]"
    }

    /// What comes behind the JSON of an answer.
    private func blob(_ response: HTTPClient.Response) throws -> [UInt8] {
        try #require(response.status == 200, "\(response.status): \(response.text)")
        let length = try #require(Int(response.headers["inference-header-content-length"] ?? ""))
        #expect(response.headers["content-type"] == "application/octet-stream")
        return Array(response.body[length...])
    }

    private func metadata() throws -> (input: String, scores: String, shape: [Int]) {
        let json = try SharedServer.client().request("GET", "/v2/models/efficientnet_lite0").json()
        let inputs = try #require(json["inputs"] as? [[String: Any]])
        let outputs = try #require(json["outputs"] as? [[String: Any]])
        return (
            try #require(inputs.first?["name"] as? String), try #require(outputs.first?["name"] as? String),
            try #require(inputs.first?["shape"] as? [Int])
        )
    }

    /// The logits that `/v1/classify` has of images, as their bytes.
    private func logits(_ images: [[UInt8]]) throws -> [[UInt8]] {
        try images.map { image in
            let response = try SharedServer.client().request(
                "POST", "/v1/classify?logits=true&encoding_format=base64", headers: [("Content-Type", "image/jpeg")],
                body: image)
            try #require(response.status == 200, "\(response.status): \(response.text)")
            let logits = try #require(try response.json()["logits"] as? [String])
            return Array(try #require(Data(base64Encoded: logits[0])))
        }
    }

    @Test func imageFilesHaveTheLogitsOfClassifyToTheBit() throws {
        let (name, scores, _) = try metadata()
        let images = try Photograph.names.map(Photograph.bytes)
        let expected = try logits(images)
        let response = try post(
            "{\"id\":\"x\",\(input(images, name)),\"outputs\":[{\"name\":\"\(scores)\",\"parameters\":{\"binary_data\":true}}]}",
            elements(images))
        #expect(response.status == 200, "\(response.text.prefix(300))")
        #expect(try blob(response) == expected.flatMap { $0 })
        #expect(response.headers["server-timing"]?.contains("inference") == true)
        // In JSON the same floats, and in base64 the same images.
        let base64 = Data(images[0]).base64EncodedString()
        let answer = try post(
            "{\"inputs\":[{\"name\":\"\(name)\",\"shape\":[1,1],\"datatype\":\"BYTES\",\"parameters\":{\"content_type\":\"base64\"},"
                + "\"data\":[\"\(base64)\"]}],\"outputs\":[{\"name\":\"\(scores)\"}]}")
        let output = try #require(try answer.json()["outputs"] as? [[String: Any]])[0]
        #expect(output["shape"] as? [Int] == [1, 1000] && output["datatype"] as? String == "FP32")
        let numbers = try #require(output["data"] as? [Double])
        #expect(numbers.flatMap { number in withUnsafeBytes(of: Float(number)) { Array($0) } } == expected[0])
    }

    @Test func classesAreThoseOfClassify() throws {
        let (name, scores, _) = try metadata()
        let image = try Photograph.cat()
        let classified = try SharedServer.client().request(
            "POST", "/v1/classify?top_k=3", headers: [("Content-Type", "image/jpeg")], body: image)
        let best = try #require(try classified.json()["predictions"] as? [[[String: Any]]])[0]
        let response = try post(
            "{\(input([image], name)),\"outputs\":[{\"name\":\"\(scores)\",\"parameters\":{\"classification\":3}}]}",
            elements([image]))
        let output = try #require(try response.json()["outputs"] as? [[String: Any]])[0]
        #expect(output["datatype"] as? String == "BYTES" && output["shape"] as? [Int] == [1, 3])
        let strings = try #require(output["data"] as? [String])
        #expect(
            strings.map { $0.split(separator: ":", maxSplits: 2).dropFirst().map(String.init) }
                == best.map { ["\($0["index"] ?? "")", $0["label"] as? String ?? ""] })
    }

    @Test func floatsHaveTheSameAnswerInEveryFormAndCompany() throws {
        let (name, scores, shape) = try metadata()
        let count = shape.dropFirst().reduce(1, *)
        let values = (0..<2 * count).map { Float(($0 * 7919) % 251) / 128 - 1 }
        let bytes = values.withUnsafeBytes { Array($0) }
        func json(_ rows: Int, _ elements: String) -> String {
            let extents = ([rows] + shape.dropFirst()).map(String.init).joined(separator: ",")
            return "{\"inputs\":[{\"name\":\"\(name)\",\"shape\":[\(extents)],\"datatype\":\"FP32\",\(elements)}],"
                + "\"outputs\":[{\"name\":\"\(scores)\"}],\"parameters\":{\"binary_data_output\":true}}"
        }
        let both = try blob(try post(json(2, "\"parameters\":{\"binary_data_size\":\(bytes.count)}"), bytes))
        #expect(both.count == 8000)
        let list = values.prefix(count).map { "\($0)" }.joined(separator: ",")
        #expect(try blob(try post(json(1, "\"data\":[\(list)]"))) == Array(both.prefix(4000)))
        // Without JSON: the only input as it is, and all outputs as they are.
        let raw = try SharedServer.client().request(
            "POST", Self.target, headers: [("Inference-Header-Content-Length", "0")],
            body: Array(bytes.suffix(count * 4)))
        #expect(raw.status == 200, "\(raw.text.prefix(300))")
        let outputs =
            try #require(
                try JSONSerialization.jsonObject(
                    with: Data(raw.body.prefix(Int(raw.headers["inference-header-content-length"] ?? "") ?? 0)))
                    as? [String: Any])["outputs"] as? [[String: Any]]
        let position = try #require(outputs?.firstIndex { $0["name"] as? String == scores })
        let before = outputs?.prefix(position).reduce(0) { sum, output in
            sum + ((output["parameters"] as? [String: Int])?["binary_data_size"] ?? 0)
        }
        #expect(Array(try blob(raw).dropFirst(before ?? 0).prefix(4000)) == Array(both.suffix(4000)))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        /// `@` stands for the input's name.
        var json: String
        var headers: [String: String] = [:]
        var target = InferTests.target
        var status = 400
        var mentions: String
        var testDescription: String { json }
    }

    private static func tensor(_ parts: String) -> String { "{\"inputs\":[{\"name\":\"@\",\(parts)}]}" }

    @Test(arguments: [
        Refusal(json: "{", mentions: "JSON"),
        Refusal(json: tensor("\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]"), mentions: "does not fit"),
        Refusal(json: tensor("\"shape\":[1],\"datatype\":\"INT8\",\"data\":[1]"), mentions: "INT8"),
        Refusal(
            json: tensor("\"shape\":[1,3,224,224],\"datatype\":\"FP32\",\"data\":[1]"),
            mentions: "1 elements"),
        Refusal(
            json: tensor("\"shape\":[0,3,224,224],\"datatype\":\"FP32\",\"data\":[]"), mentions: "does not fit"),
        Refusal(
            json: tensor("\"shape\":[1000000000,3,224,224],\"datatype\":\"FP32\",\"data\":[1]"), status: 413,
            mentions: "1000000000"),
        Refusal(json: tensor("\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"AQID\"]"), mentions: "1 elements"),
        Refusal(json: tensor("\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"?\"]"), mentions: "base64"),
        Refusal(
            json: tensor("\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"AQID\"]"), status: 415,
            mentions: "format"),
        Refusal(
            json: "{\"inputs\":[{\"name\":\"nothing\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]}]}",
            mentions: "nothing"),
        Refusal(
            json: "{\"inputs\":[{\"name\":\"@\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"\"]}],"
                + "\"outputs\":[{\"name\":\"nothing\"}]}", mentions: "nothing"),
        Refusal(json: "{}", headers: ["Inference-Header-Content-Length": "3"], mentions: "3"),
        Refusal(json: "{}", headers: ["Inference-Header-Content-Length": "-1"], mentions: "-1"),
        Refusal(json: "{}", headers: ["Inference-Header-Content-Length": "99999999999999999999"], mentions: "9999"),
        Refusal(json: "abc", headers: ["Inference-Header-Content-Length": "0"], mentions: "3 bytes"),
        Refusal(json: "{}", headers: ["Content-Encoding": "br"], status: 415, mentions: "gzip"),
        Refusal(json: "{}", headers: ["Content-Encoding": "gzip"], mentions: "Content-Encoding"),
        Refusal(json: "{}", target: "/v2/models/nobody/infer", status: 404, mentions: "nobody"),
        Refusal(json: "{}", target: "/v2/models/efficientnet_lite0/versions/9/infer", status: 404, mentions: "9"),
        Refusal(json: "{}", target: "/v2/nothing", status: 404, mentions: "path"),
    ])
    func whatIsWrongIsTold(_ refusal: Refusal) throws {
        let name = try metadata().input
        let response = try SharedServer.client().request(
            "POST", refusal.target, headers: refusal.headers.map { ($0.key, $0.value) },
            body: Array(refusal.json.replacingOccurrences(of: "@", with: name).utf8))
        #expect(response.status == refusal.status, "\(response.text)")
        #expect(response.headers["content-type"] == "application/json")
        let error = try response.json()
        #expect(Array(error.keys) == ["error"])
        #expect((error["error"] as? String)?.contains(refusal.mentions) == true, "\(response.text)")
    }

    /// What the server refuses before the endpoint sees it: a body over the limit, and one that is cut off.
    @Test func whatIsNeverReadIsToldInTheFormOfTheRoute() throws {
        for (target, length, status) in [
            (Self.target, 1 << 40, 413), (Self.target, 9, 400), ("/v2/nothing", 1 << 40, 413),
        ] {
            let client = try SharedServer.client()
            client.write(Array("POST \(target) HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n{".utf8))
            client.finishWriting()
            let response = try client.read()
            #expect(response.status == status)
            #expect(response.headers["content-type"] == "application/json" && response.headers["connection"] == "close")
            #expect(Array(try response.json().keys) == ["error"])
        }
    }

    @Test func theTimeThatARequestAllowsIsInMicroseconds() throws {
        let (name, _, _) = try metadata()
        let image = try Photograph.cat()
        func status(_ timeout: Int) throws -> Int {
            try post("{\(input([image], name)),\"parameters\":{\"timeout\":\(timeout)}}", elements([image])).status
        }
        #expect(try status(1) == 504)
        #expect(try status(60_000_000) == 200)
    }

    @Test func aWrongMethodIsToldInTheFormOfTheRoute() throws {
        let response = try SharedServer.client().request("GET", Self.target)
        #expect(response.status == 405)
        #expect(response.headers["allow"]?.contains("POST") == true)
        #expect(try response.json()["error"] is String)
    }
}
