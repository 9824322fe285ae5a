import Foundation
import TestSupport
import Testing

/// Each option of a prediction through the real server, against arithmetic of its own on the raw logits.
@Suite struct OptionTests {
    private func post(
        _ task: String, _ query: [String: String] = [:], type: String = "image/jpeg", _ body: [UInt8]? = nil
    ) throws -> HTTPClient.Response {
        var components = URLComponents()
        components.path = "/v1/\(task)"
        components.queryItems =
            query.isEmpty ? nil : query.sorted { $0.key < $1.key }.map { .init(name: $0, value: $1) }
        let target = try #require(components.string)
        return try SharedServer.client().request(
            "POST", target, headers: [("Content-Type", type)], body: try body ?? Photograph.cat())
    }

    private func answer(
        _ task: String, _ query: [String: String] = [:], type: String = "image/jpeg", _ body: [UInt8]? = nil
    ) throws -> [String: Any] {
        let response = try post(task, query, type: type, body)
        #expect(response.status == 200, "\(response.text.prefix(300))")
        return try response.json()
    }

    /// Score by class, of the first image.
    private func scores(_ answer: [String: Any]) throws -> [Int: Double] {
        let predictions = try #require(answer["predictions"] as? [[[String: Any]]])
        return try Dictionary(
            uniqueKeysWithValues: predictions[0].map {
                (try #require($0["index"] as? Int), try #require($0["score"] as? Double))
            })
    }

    private func floats(_ base64: String) throws -> [Float] {
        let bytes = Array(try #require(Data(base64Encoded: base64)))
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
        }
    }

    @Test func logitsExplainTheScoresAtAnyTemperature() throws {
        let whole = try answer("classify", ["logits": "true", "top_k": "1000"])
        let logits = try #require(whole["logits"] as? [[Double]])
        #expect(logits.map(\.count) == [1000])
        let hot = try answer("classify", ["temperature": "2.5", "top_k": "1000"])
        #expect(hot["logits"] == nil)
        for (answer, temperature) in [(whole, 1.0), (hot, 2.5)] {
            let exponentials = logits[0].map { exp($0 / temperature) }
            let sum = exponentials.reduce(0, +)
            let scores = try scores(answer)
            #expect(scores.count == 1000)
            for (index, score) in scores { #expect(abs(score - exponentials[index] / sum) < 2e-6) }
        }
        let encoded = try answer("multilabel", ["logits": "true", "encoding_format": "base64"])
        let base64 = try #require(encoded["logits"] as? [String])
        #expect(try floats(base64[0]) == logits[0].map(Float.init))
    }

    @Test func classesAreTheOnlyOnesListed() throws {
        let whole = try scores(try answer("classify", ["top_k": "1000"]))
        let few = try scores(try answer("classify", ["classes": "tabby,285, 0,tiger cat,1,2,3"]))
        #expect(Set(few.keys) == [281, 285, 0, 282, 1, 2, 3])
        for (index, score) in few { #expect(score == whole[index]) }
    }

    @Test func aClassHasItsOwnThreshold() throws {
        let all = try scores(try answer("multilabel", ["threshold": "0", "top_k": "1000"]))
        let (first, second) = (try #require(all[282]), try #require(all[285]))
        let thresholds = #"{"tiger cat": \#((first + 1) / 2), "285": \#(second)}"#
        let found = try scores(try answer("multilabel", ["threshold": "1", "thresholds": thresholds]))
        #expect(found == [285: second])
    }

    @Test func optionsComeInJSONAndForms() throws {
        let query = [
            "classes": #"["tabby",285]"#, "thresholds": #"{"285":0.9}"#, "threshold": "0", "temperature": "2",
            "flip": "true", "logits": "true", "encoding_format": "base64",
        ]
        let expected = try post("multilabel", query)
        #expect(expected.status == 200, "\(expected.text.prefix(300))")
        let json = try JSONSerialization.data(withJSONObject: [
            "images": [Data(try Photograph.cat()).base64EncodedString()], "classes": ["tabby", 285] as [Any],
            "thresholds": ["285": 0.9], "threshold": 0, "temperature": 2, "flip": true, "logits": true,
            "encoding_format": "base64",
        ])
        #expect(try post("multilabel", type: "application/json", Array(json)).body == expected.body)
        var form: [UInt8] = []
        for (name, value) in query {
            let part = "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            form += Array(part.utf8)
        }
        form += Array(
            "--b\r\nContent-Disposition: form-data; name=\"image\"\r\nContent-Type: image/jpeg\r\n\r\n".utf8)
        form += try Photograph.cat() + Array("\r\n--b--\r\n".utf8)
        let fromForm = try post("multilabel", type: "multipart/form-data; boundary=b", form)
        #expect(fromForm.body == expected.body)
    }

    @Test func embeddingsComeInFewerBits() throws {
        let embedding = try #require(try answer("embed")["embeddings"] as? [[Double]])[0]
        func whole(_ format: String) throws -> [Int] {
            try #require(try answer("embed", ["encoding_format": format])["embeddings"] as? [[Int]])[0]
        }
        // The float of an answer is the one that was multiplied: rounding differs at most where a half is met in float32.
        let int8 = try whole("int8")
        #expect(int8.count == 1280)
        for (value, number) in zip(int8, embedding) { #expect(abs(Double(value) - 127 * number) <= 0.50001) }
        let bits = embedding.map { $0 > 0 ? 1 : 0 }
        let packed = stride(from: 0, to: 1280, by: 8).map { bits[$0..<$0 + 8].reduce(0) { 2 * $0 + $1 } }
        #expect(Set(packed).count > 10)
        #expect(try whole("ubinary") == packed)
        #expect(try whole("binary") == packed.map { $0 - 128 })
        let base64 = try #require(try answer("embed", ["encoding_format": "base64"])["embeddings"] as? [String])
        #expect(try floats(base64[0]) == embedding.map(Float.init))
    }

    /// The model sees the middle of 256 x 256 pixels as they are: the mirrored file gives the mirrored input.
    @Test func flipIsTheMeanOverTheMirrorImage() throws {
        let side = 256
        var samples: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side { samples += [UInt8(x * x / 256), UInt8((x + 2 * y) % 256), UInt8(y * x / 300)] }
        }
        var mirrored = samples
        for y in 0..<side {
            for x in 0..<side {
                for c in 0..<3 { mirrored[(y * side + x) * 3 + c] = samples[(y * side + side - 1 - x) * 3 + c] }
            }
        }
        let files = [samples, mirrored].map { PlainPNG.encode(width: side, height: side, $0) }
        let query = ["logits": "true", "encoding_format": "base64", "top_k": "1000"]
        let alone = try files.map { try answer("classify", query, type: "image/png", $0) }
        let both = try answer("classify", query.merging(["flip": "true"]) { $1 }, type: "image/png", files[0])
        func logits(_ answer: [String: Any]) throws -> [Float] {
            try floats(try #require(answer["logits"] as? [String])[0])
        }
        let views = try alone.map(logits)
        #expect(views[0] != views[1])
        #expect(try logits(both) == zip(views[0], views[1]).map { ($0 + $1) / 2 })
        let (first, second) = (try scores(alone[0]), try scores(alone[1]))
        for (index, score) in try scores(both) {
            let mean = (try #require(first[index]) + (try #require(second[index]))) / 2
            #expect(abs(score - mean) < 1e-7)
        }

        func embedding(_ file: [UInt8], _ query: [String: String]) throws -> [Double] {
            try #require(try answer("embed", query, type: "image/png", file)["embeddings"] as? [[Double]])[0]
        }
        let units = try files.map { try embedding($0, [:]) }
        let sum = zip(units[0], units[1]).map { $0 + $1 }
        let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for (value, expected) in zip(try embedding(files[0], ["flip": "true"]), sum.map { $0 / length }) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    @Test(arguments: [
        ("classify", "thresholds", "{}", "multilabel"), ("classify", "threshold", "0.5", "multilabel"),
        ("classify", "encoding_format", "int8", "encoding_format"), ("embed", "classes", "1", "classes"),
        ("classify", "classes", "unicorn", "unicorn"), ("multilabel", "temperature", "0", "temperature"),
        ("multilabel", "thresholds", "x", "thresholds"), ("embed", "logits", "true", "logits"),
        ("embed", "flip", "maybe", "flip"), ("embed", "dimensions", "64", "dimensions"),
        ("embed", "encoding_format", "hex", "ubinary"),
    ])
    func whatMakesNoSenseIs400(_ task: String, _ name: String, _ value: String, _ mentions: String) throws {
        let response = try post(task, [name: value])
        #expect(response.status == 400)
        #expect(try #require(try response.json()["detail"] as? String).contains(mentions))
    }
}
