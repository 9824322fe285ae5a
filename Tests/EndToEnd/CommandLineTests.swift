import Foundation
import TestSupport
import Testing

/// The subcommands of the real binary, with exit status and one line of error.
@Suite struct CommandLineTests {
    private func failure(_ arguments: [String], status: Int32 = 1) throws -> String {
        let result = try MantissaBinary.run(arguments)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        return result.errors
    }

    @Test func predictPrintsWhatTheServerAnswers() throws {
        let result = try MantissaBinary.run([
            "predict", MantissaBinary.checkpoint.path, Photograph.path("chelsea.jpg"), "--json",
        ])
        #expect(result.status == 0)
        let response = try SharedServer.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: Photograph.cat())
        #expect(result.output == response.text + "\n")
    }

    @Test func inspectVerifies() throws {
        let result = try MantissaBinary.run(["inspect", MantissaBinary.checkpoint.path, "--verify"])
        #expect(result.status == 0)
        #expect(result.output.contains("efficientnet_lite0"))
        #expect(result.output.contains("Apache-2.0"))
    }

    @Test func inspectHashesTheFileAgain() throws {
        let path = MantissaBinary.checkpoint.path
        let verified = try MantissaBinary.run(["inspect", path, "--verify", "--json"])
        let facts = try #require(
            try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any])
        #expect(facts["digest_verified"] as? Bool == true && facts["proof_verified"] as? Bool == true)
        let identity = try #require(facts["checkpoint"] as? String)
        #expect(try MantissaBinary.run(["inspect", path, "--expect", identity]).status == 0)
        let other = "sha256:" + String(repeating: "0", count: 64)
        let errors = try failure(["inspect", path, "--verify", "--expect", other])
        #expect(errors.contains(identity) && errors.contains(other))
        let usage = try MantissaBinary.run(["inspect", path, "--expect", "sha256:12"])
        #expect(usage.status == 2 && usage.errors.contains("64 hexadecimal digits"))
        // A file that is no source of it.
        let source = try failure(["inspect", path, "--verify", "--source", Photograph.path("chelsea.jpg")])
        #expect(source.contains("was made from") && source.contains("chelsea.jpg"))
        #expect(try failure(["inspect", path, "--source", "/nonexistent.onnx"]).contains("/nonexistent.onnx"))
    }

    @Test func exportWritesAModelThatCanBeRun() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("out.onnx").path
        let result = try MantissaBinary.run(["export", MantissaBinary.checkpoint.path, "-o", path])
        #expect(result.status == 0, "\(result.errors)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for text in ["efficientnet_lite0", "QuantizeLinear", "DequantizeLinear", "checkpoint", "sha256:"] {
            #expect(bytes.range(of: Data(text.utf8)) != nil, "\(text)")
        }
        // Folders that are missing are made, but a file is no folder.
        let deep = folder.file("a/b/out.onnx").path
        #expect(try MantissaBinary.run(["export", MantissaBinary.checkpoint.path, "-o", deep]).status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: deep)) == bytes)
        #expect(
            try failure(["export", MantissaBinary.checkpoint.path, "-o", "\(path)/out.onnx"])
                .contains("cannot make the folder \(path)/"))
        #expect(try failure(["export", Photograph.path("chelsea.jpg"), "-o", path]).contains("chelsea.jpg"))
    }

    @Test func inspectPrintsJSON() throws {
        let result = try MantissaBinary.run(["inspect", MantissaBinary.checkpoint.path, "--json"])
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        #expect(object?["checkpoint"] as? String != nil)
    }

    @Test func benchPrintsJSON() throws {
        let result = try MantissaBinary.run([
            "bench", MantissaBinary.checkpoint.path, "--seconds", "0.1", "--threads", "1", "--json", "--profile",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(try #require(object["images_per_second"] as? Double) > 0)
        let milliseconds = try #require(object["milliseconds_per_image"] as? [String: Double])
        #expect(try #require(milliseconds["median"]) > 0)
        #expect(object["threads"] as? Int == 1)
        let bytes = try #require(object["checkpoint_bytes"] as? Int)
        #expect(bytes == (try Data(contentsOf: MantissaBinary.checkpoint)).count)
        let peak = try #require(object["peak_resident_bytes"] as? Int)
        let ratio = try #require(object["peak_resident_ratio"] as? Double)
        #expect(abs(ratio * Double(bytes) / Double(peak) - 1) < 1e-9)
        let layers = try #require(object["layers"] as? [[String: Any]])
        #expect(layers.count > 40)
        #expect(try #require(object["i16_peak_gmac_per_second"] as? Double) > 0)
        let convolution = try #require(layers.first { $0["operator"] as? String == "Conv" })
        #expect(try #require(convolution["gmac_per_second"] as? Double) > 0)
        #expect(try #require(convolution["share_of_i16_peak"] as? Double) > 0)
        #expect(convolution["kernel_isa"] as? String != nil)
    }

    @Test func benchMeasuresTheMachineWithoutAModel() throws {
        let result = try MantissaBinary.run(["bench", "--roofline", "--threads", "1", "--json"])
        #expect(result.status == 0, "\(result.errors)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(object["images_per_second"] == nil)
        let roofline = try #require(object["roofline"] as? [String: [String: Any]])
        for (name, unit) in [
            ("f32_multiply_add", "gmac_per_second"), ("i16_multiply_add", "gmac_per_second"),
            ("memory_read", "gigabytes_per_second"), ("memory_copy", "gigabytes_per_second"),
            ("gemm_1024", "gmac_per_second"), ("gemm_1024", "share_of_i16_peak"),
        ] {
            let rates = try #require(roofline[name]?[unit] as? [String: Double])
            #expect(rates.keys.sorted() == ["all_threads", "one_thread"])
            #expect(rates.values.allSatisfy { $0 > 0 })
        }
        #expect(roofline["i16_multiply_add"]?["instructions"] as? String != nil)
    }

    @Test func moreThreadsThanProcessorsAreToldOnce() throws {
        let threads = 8 * ProcessInfo.processInfo.activeProcessorCount
        let result = try MantissaBinary.run([
            "predict", MantissaBinary.checkpoint.path, Photograph.path("chelsea.jpg"), "--threads", String(threads),
        ])
        #expect(result.status == 0)
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(result.errors.hasPrefix("mantissa: warning: \(threads) threads for "))
    }

    @Test(arguments: [
        ["--help"], ["help"], ["bench", "--help"], ["serve", "-h"], ["help", "quantize"],
    ])
    func helpIsPrintedAndSucceeds(_ arguments: [String]) throws {
        let result = try MantissaBinary.run(arguments)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("USAGE: mantissa"))
    }

    @Test(arguments: [
        [], ["serve", "--port", "many"], ["nonsense"], ["predict"], ["run", "model.onnx"], ["bench"],
    ])
    func wrongUsageIsTwo(_ arguments: [String]) throws {
        let result = try MantissaBinary.run(arguments)
        // No subcommand at all prints the help and succeeds, as `--help` does.
        #expect(result.status == (arguments.isEmpty ? 0 : 2))
    }

    @Test func aTruncatedCheckpointIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("model.safetensors")
        let whole = try Data(contentsOf: MantissaBinary.checkpoint)
        for count in [0, 7, 8, 100, whole.count / 2, whole.count - 1] {
            try whole.prefix(count).write(to: file)
            let errors = try failure(["inspect", file.path])
            #expect(errors.hasPrefix("mantissa: error: "))
            #expect(errors.split(separator: "\n").count == 1)
        }
    }

    @Test func aFlippedBitIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("model.safetensors")
        let whole = try Data(contentsOf: MantissaBinary.checkpoint)
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<12 {
            var flipped = whole
            let position = Int.random(in: 0..<whole.count, using: &generator)
            flipped[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try flipped.write(to: file)
            let errors = try failure(["predict", file.path, Photograph.path("chelsea.jpg")])
            #expect(errors.hasPrefix("mantissa: error: "), "bit flipped at \(position)")
        }
    }

    @Test func aMissingFileIsNamed() throws {
        #expect(try failure(["inspect", "/nonexistent/model.safetensors"]).contains("model.safetensors"))
        #expect(
            try failure(["predict", MantissaBinary.checkpoint.path, "/nonexistent/cat.jpg"]).contains("cat.jpg"))
    }
}
