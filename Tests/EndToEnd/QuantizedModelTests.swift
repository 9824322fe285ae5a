import Foundation
import TestSupport
import Testing

/// A small model of another kind than the embedded one, quantized and served by the real binary: its input is NHWC, it ends in
/// Softmax, and its embeddings may be cut.
@Suite struct QuantizedModelTests {
    private struct Served {
        let folder: TemporaryFolder
        let server: ServerProcess
    }

    private static let side = 64

    /// Not isolated: it is made once and then only read; each test opens a connection of its own.
    nonisolated(unsafe) private static let served = Result {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.file("models"), withIntermediateDirectories: false)
        let preprocess = try folder.write(
            """
            {"resize": {"size": [64, 64], "interpolation": "bilinear"}, "layout": "NHWC",
             "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]}
            """, to: "preprocess.json")
        let labels = try folder.write((0..<20).map { "class \($0)\n" }.joined(), to: "labels.txt")
        let result = try MantissaBinary.run([
            "quantize", Fixtures.path("zoo/mobilenetv1_auto_pad/model.onnx"), "--calibration",
            Fixtures.path("images"), "--preprocess", preprocess.path, "--labels", labels.path,
            "--embedding-dimensions", "16,8", "-o", folder.file("models/small.safetensors").path,
            "--report", folder.file("report.html").path,
        ])
        guard result.status == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: ["errors": result.errors]) }
        return Served(folder: folder, server: try ServerProcess(models: folder.file("models")))
    }

    @Test func thePageOfAQuantizationHoldsEveryLayer() throws {
        let html = try String(contentsOf: Self.served.get().folder.file("report.html"), encoding: .utf8)
        let checkpoint = try Self.served.get().folder.file("models/small.safetensors").path
        let inspected = try MantissaBinary.run(["inspect", checkpoint, "--json"])
        let facts = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any]
        #expect(html.contains(try #require(facts?["checkpoint"] as? String)))
        let layers =
            html.components(separatedBy: "<td>Conv</td>").count + html.components(separatedBy: "<td>Gemm</td>").count
            - 2
        #expect(layers > 10)
        // Each has a point of its own rounding and a measured one, a bar of its proof, and a histogram.
        for (mark, count) in [
            ("class=\"hollow\"", layers), ("r=\"3.5\"", layers), ("sums of ", layers), ("class=\"spark\"", layers),
            ("<figure>", Photograph.names.count),
        ] {
            #expect(html.components(separatedBy: mark).count - 1 == count, "\(mark)")
        }
        #expect(!html.contains("http") && !html.contains("<script"))
    }

    @Test func aCheckpointKnowsItsSource() throws {
        let checkpoint = try Self.served.get().folder.file("models/small.safetensors").path
        let source = Fixtures.path("zoo/mobilenetv1_auto_pad/model.onnx")
        let result = try MantissaBinary.run(["inspect", checkpoint, "--verify", "--source", source])
        #expect(result.status == 0 && result.output.contains("made from"), "\(result.errors)")
    }

    @Test func theServerSaysWhereAModelComesFrom() throws {
        let checkpoint = try Self.served.get().folder.file("models/small.safetensors").path
        let inspected = try MantissaBinary.run(["inspect", checkpoint, "--json"])
        let facts = try #require(
            try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? NSDictionary)
        let client = try Self.served.get().server.client()
        let response = try client.request("GET", "/v1/models/small")
        let model = try #require(
            try JSONSerialization.jsonObject(with: Data(response.text.utf8)) as? [String: Any])
        let version = try #require((model["versions"] as? [[String: Any]])?.first)
        #expect(version["provenance"] as? NSDictionary == facts["provenance"] as? NSDictionary)
        #expect(version["quality"] as? NSDictionary == facts["quality"] as? NSDictionary)
        #expect((version["provenance"] as? [String: Any])?["source_file"] as? String == "model.onnx")
        // The list stays short.
        #expect(try !client.request("GET", "/v1/models").text.contains("provenance"))
    }

    private func post(_ target: String, _ body: [UInt8]) throws -> HTTPClient.Response {
        try Self.served.get().server.client().request(
            "POST", target, headers: [("Content-Type", "image/png")], body: body)
    }

    /// Pixels of the size that the model sees: they are not resized.
    private func image(mirrored: Bool) -> [UInt8] {
        PlainPNG.encode(width: Self.side, height: Self.side, samples(mirrored: mirrored))
    }

    private func samples(mirrored: Bool) -> [UInt8] {
        var samples: [UInt8] = []
        for y in 0..<Self.side {
            for x in 0..<Self.side {
                let x = mirrored ? Self.side - 1 - x : x
                samples += [UInt8(x * x / 16), UInt8((3 * x + 2 * y) % 256), UInt8(y * x / 16)]
            }
        }
        return samples
    }

    private func scores(_ query: String, mirrored: Bool = false) throws -> [Double] {
        let response = try post("/v1/classify?top_k=20&\(query)", image(mirrored: mirrored))
        #expect(response.status == 200, "\(response.text.prefix(300))")
        let predictions = try #require(try response.json()["predictions"] as? [[[String: Any]]])[0]
        var scores = [Double](repeating: .nan, count: 20)
        for entry in predictions {
            let index = try #require(entry["index"] as? Int)
            #expect(entry["label"] as? String == "class \(index)")
            scores[index] = try #require(entry["score"] as? Double)
        }
        return scores
    }

    private func embedding(_ query: String) throws -> [Double] {
        let response = try post("/v1/embed?\(query)", image(mirrored: false))
        #expect(response.status == 200, "\(response.text.prefix(300))")
        return try #require(try response.json()["embeddings"] as? [[Double]])[0]
    }

    @Test func anImageWhosePixelsLieTogetherIsMirrored() throws {
        let views = [try scores(""), try scores("", mirrored: true)]
        #expect(views[0] != views[1])
        let both = try scores("flip=true")
        for (mean, pair) in zip(both, zip(views[0], views[1])) { #expect(abs(mean - (pair.0 + pair.1) / 2) < 1e-7) }
    }

    @Test func probabilitiesTakeATemperatureAndHaveNoLogits() throws {
        let plain = try scores("")
        let powers = plain.map { pow($0, 0.5) }
        let sum = powers.reduce(0, +)
        for (score, power) in zip(try scores("temperature=2"), powers) { #expect(abs(score - power / sum) < 1e-5) }
        let response = try post("/v1/classify?logits=true", image(mirrored: false))
        #expect(response.status == 400)
        #expect(response.text.contains("no logits"))
    }

    @Test func embeddingsAreCutToTheDeclaredSizes() throws {
        let whole = try embedding("")
        for size in [8, 16] {
            let length = whole[..<size].reduce(0) { $0 + $1 * $1 }.squareRoot()
            let cut = try embedding("dimensions=\(size)")
            #expect(cut.count == size)
            for (value, expected) in zip(cut, whole) { #expect(abs(value - expected / length) < 1e-6) }
        }
        #expect(try embedding("dimensions=\(whole.count)") == whole)
        for size in [9, whole.count + 1] {
            let response = try post("/v1/embed?dimensions=\(size)", image(mirrored: false))
            #expect(response.status == 400)
            #expect(response.text.contains("dimensions is \(size)"))
        }
    }

    @Test func otherProtocolsCutEmbeddingsToo() throws {
        let encoded = Data(image(mirrored: false)).base64EncodedString()
        func post(_ target: String, _ member: String, _ more: String) throws -> HTTPClient.Response {
            try Self.served.get().server.client().request(
                "POST", target, headers: [("Content-Type", "application/json")],
                body: Array(#"{"\#(member)":"\#(encoded)",\#(more)}"#.utf8))
        }
        let cut = try embedding("dimensions=8")
        let openAI = try post("/v1/embeddings", "input", #""model":"small","dimensions":8"#)
        let data = try #require(try openAI.json()["data"] as? [[String: Any]])
        #expect(data[0]["embedding"] as? [Double] == cut)
        let tei = try post("/embed", "inputs", #""dimensions":8"#)
        #expect(try JSONSerialization.jsonObject(with: Data(tei.body)) as? [[Double]] == [cut])
        // Not scaled: the same direction.
        let raw = try post("/embed", "inputs", #""dimensions":8,"normalize":false"#)
        let feature = try #require(try JSONSerialization.jsonObject(with: Data(raw.body)) as? [[Double]])[0]
        let length = feature.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(feature.count == 8)
        for (value, expected) in zip(feature, cut) { #expect(abs(value / length - expected) < 1e-6) }
        #expect(try post("/v1/embeddings", "input", #""model":"small","dimensions":9"#).status == 400)
        #expect(try post("/embed", "inputs", #""dimensions":9"#).status == 400)
    }

    /// The scores in an answer of the Open Inference Protocol.
    private func scores(_ parts: String, _ binary: [UInt8]) throws -> [Double] {
        let json = "{\"inputs\":[{\(parts),\"parameters\":{\"binary_data_size\":\(binary.count)}}]}"
        let response = try Self.served.get().server.client().request(
            "POST", "/v2/models/small/infer", headers: [("Inference-Header-Content-Length", "\(json.utf8.count)")],
            body: Array(json.utf8) + binary)
        #expect(response.status == 200, "\(response.text.prefix(300))")
        let outputs = try #require(try response.json()["outputs"] as? [[String: Any]])
        return try #require(outputs.compactMap { $0["data"] as? [Double] }.first { $0.count == 20 })
    }

    /// Pixels made floats as the checkpoint says, and the image's file, have the scores of `/v1/classify`, to the last digit.
    @Test func floatsAndFilesHaveTheSameScores() throws {
        let metadata = try Self.served.get().server.client().request("GET", "/v2/models/small").json()
        let input = try #require(metadata["inputs"] as? [[String: Any]])[0]
        let name = try #require(input["name"] as? String)
        #expect((input["shape"] as? [Int])?.dropFirst() == [64, 64, 3])
        let expected = try scores("")
        let file = image(mirrored: false)
        let element = withUnsafeBytes(of: UInt32(file.count).littleEndian) { Array($0) } + file
        #expect(try scores("\"name\":\"\(name)\",\"shape\":[1],\"datatype\":\"BYTES\"", element) == expected)
        let mean: [Float] = [123.675, 116.28, 103.53]
        let std: [Float] = [58.395, 57.12, 57.375]
        let floats = samples(mirrored: false).enumerated().map { (Float($1) - mean[$0 % 3]) / std[$0 % 3] }
        let bytes = floats.withUnsafeBytes { Array($0) }
        #expect(
            try scores("\"name\":\"\(name)\",\"shape\":[1,64,64,3],\"datatype\":\"FP32\"", bytes) == expected)
    }

    @Test func sizesThatAreNoneAreWrongUsage() throws {
        for sizes in ["8,x", "0", "", "8,,16"] {
            let result = try MantissaBinary.run([
                "quantize", "m.onnx", "--calibration", "x", "--embedding-dimensions", sizes, "-o", "o",
            ])
            #expect(result.status == 2)
            #expect(result.errors.contains("--embedding-dimensions"))
        }
    }

    @Test func pruningRatiosThatAreNoneAreWrongUsage() throws {
        for (options, message) in [
            (["--prune", "0.96"], "--prune 0.96; expected a share of 0 to 0.95"), (["--prune", "-1"], "--prune"),
            (["--prune", "half"], "--prune"), (["--prune", "nan"], "--prune nan; expected a share of 0 to 0.95"),
            (["--prune", "0.5", "--prune-structure", "row"], "--prune-structure"),
            (["--prune-structure", "block"], "--prune-structure is for --prune"),
        ] {
            let result = try MantissaBinary.run(["quantize", "m.onnx", "--calibration", "x", "-o", "o"] + options)
            #expect(result.status == 2, "\(options)")
            #expect(result.errors.contains(message), "\(options): \(result.errors)")
        }
    }

    /// Quantizes the served model's source once more, with these options.
    private static func requantized(_ options: [String], to path: String) throws -> MantissaBinary.Result {
        let dense = try served.get().folder
        return try MantissaBinary.run(
            [
                "quantize", Fixtures.path("zoo/mobilenetv1_auto_pad/model.onnx"), "--calibration",
                Fixtures.path("images"),
                "--preprocess", dense.file("preprocess.json").path, "--labels", dense.file("labels.txt").path,
            ] + options + ["-o", path])
    }

    /// The file is smaller than the served one, and answers with the same bits on scalar kernels.
    private static func expectSmallerThanServed(_ path: String) throws {
        let dense = try served.get().folder.file("models/small.safetensors").path
        let sizes = try [dense, path].map {
            try #require(try FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int)
        }
        #expect(sizes[1] < sizes[0])
        let answers = try [["--isa", "scalar"], []].map {
            try MantissaBinary.run(["predict", path, Fixtures.path("images/chelsea.jpg"), "--json"] + $0).output
        }
        #expect(answers[0] == answers[1] && answers[0].contains("predictions"))
    }

    /// The report, the settings and the file say what was pruned, and it answers with the same bits on scalar kernels.
    @Test(arguments: ["block", "weight"])
    func prunedModelsAreSmallerAndSaySo(structure: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pruned.safetensors").path
        let result = try Self.requantized(
            ["--prune", "0.5", "--prune-structure", structure], to: path)
        try #require(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("zeros") && result.output.contains("\npruned: 0.5 \(structure); "))
        let inspected = try MantissaBinary.run(["inspect", path, "--json", "--verify"])
        #expect(inspected.status == 0 && inspected.output.contains("0.5 \(structure)"))
        try Self.expectSmallerThanServed(path)
    }

    @Test func bitsAndBudgetsThatAreNoneAreWrongUsage() throws {
        for (options, message) in [
            (["--weight-bits", "3"], "3 bits; expected 4...16"),
            (["--activation-bits", "17"], "17 bits; expected 4...16"),
            (["--layer-bits", "conv"], "--layer-bits conv: expected layer=bits"),
            (["--layer-bits", "conv=8/2"], "--layer-bits conv=8/2: expected layer=bits"),
            (["--size-budget", "lots"], "--size-budget lots: expected bytes"),
            (["--size-budget", "3MB", "--error-budget", "30"], "--size-budget or --error-budget"),
            (["--hold-out", "0.9"], "--hold-out 0.9; expected 0...0.5"), (["--rounding", "up"], "--rounding"),
            (["--method", "guess"], "--method"),
        ] {
            let result = try MantissaBinary.run(["quantize", "m.onnx", "--calibration", "x", "-o", "o"] + options)
            #expect(result.status == 2, "\(options)")
            #expect(result.errors.contains(message), "\(options): \(result.errors)")
        }
    }

    /// What was asked stands in the settings, what it costs in the report and on the page; the file is smaller, and answers with
    /// the same bits on scalar kernels.
    @Test func narrowModelsAreSmallerAndSaySo() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("narrow.safetensors").path
        let result = try Self.requantized(
            ["--method", "best", "--activation-bits", "8", "--size-budget", "40%"], to: path)
        #expect(result.status == 2 && result.errors.contains("--size-budget 40%"))
        let narrow = try Self.requantized(
            [
                "--method", "best", "--weight-bits", "8", "--activation-bits", "8", "--rounding", "fitted",
                "--sensitivity",
                "--report", folder.file("report.html").path,
            ], to: path)
        try #require(narrow.status == 0, "\(narrow.errors)")
        #expect(narrow.output.contains("ranges by method: ") && narrow.output.contains(" held out"))
        #expect(narrow.output.contains("outputs SQNR in dB where only these have fewer bits"))
        let page = try String(contentsOf: folder.file("report.html"), encoding: .utf8)
        #expect(page.contains("<h2>Calibration</h2>") && page.contains("only these have fewer bits"))
        let inspected = try MantissaBinary.run(["inspect", path, "--json", "--verify"])
        #expect(inspected.status == 0 && inspected.output.contains("\"rounding\":\"fitted\""))
        try Self.expectSmallerThanServed(path)
    }
}
