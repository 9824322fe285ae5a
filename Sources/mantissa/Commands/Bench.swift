import ArgumentParser
import Checkpoint
import Dispatch
import Inference
import JSON
import Kernels
import ModelGraph
import Quantization

/// `mantissa bench`: how fast a model runs here, and where the time goes.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure images per second of the integer engine, without HTTP and image decoding.",
        discussion: """
            An ONNX model is quantized on a random input first: good enough to time, not to judge answers. The times are \
            this machine's at this moment; compare within one run.
            """)

    @Argument(help: ArgumentHelp("A checkpoint, or an ONNX model.", valueName: "model"))
    var model: String

    @OptionGroup var engine: EngineOptions

    @Option(help: ArgumentHelp("Images per inference.", valueName: "n"))
    var batch = 1

    @Option(help: ArgumentHelp("How long to measure.", valueName: "s"))
    var seconds = 2.0

    @Flag(help: "Time each layer as well.")
    var profile = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...4096).contains(batch) else { throw ValidationError("--batch must be 1 to 4096, not \(batch)") }
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("--seconds must be above 0 and at most 3600, not \(seconds)")
        }
    }

    func run() throws {
        let instructionSet = try engine.instructionSet()
        let quantized =
            switch try ModelFile(path: model) {
            case .checkpoint(let loaded): loaded.checkpoint.model
            case .onnx(let graph): try RandomCalibration.quantize(graph)
            }
        let inference = try InferenceModel(quantized, instructionSet: instructionSet)
        let pool = engine.workerPool()
        let session = InferenceSession(model: inference, pool: pool)
        let inputs = try RandomCalibration.inputs(of: quantized.graph, batch: batch, seed: 1)
            .mapValues(InferenceInput.tensor)

        // Once to compile the plan and to touch the memory.
        _ = try session.run(inputs)
        var nanoseconds: [UInt64] = []
        var layers: [LayerTotal] = []
        var layerIndex: [String: Int] = [:]
        var bar = ProgressBar()
        let start = DispatchTime.now().uptimeNanoseconds
        let limit = start + UInt64(seconds * 1e9)
        var now = start
        repeat {
            let begin = DispatchTime.now().uptimeNanoseconds
            if profile {
                _ = try session.run(inputs) { timing in
                    // A node can be computed in several steps.
                    let key = "\(timing.node)\n\(timing.kernel)"
                    if let index = layerIndex[key] {
                        layers[index].nanoseconds += timing.nanoseconds
                    } else {
                        layerIndex[key] = layers.count
                        layers.append(LayerTotal(timing))
                    }
                }
            } else {
                _ = try session.run(inputs)
            }
            now = DispatchTime.now().uptimeNanoseconds
            nanoseconds.append(now - begin)
            bar.update("measuring", Double(now - start) / (seconds * 1e9))
        } while now < limit
        bar.finish()

        nanoseconds.sort()
        let report = Report(
            batch: batch, threads: pool.threads, instructionSet: instructionSet, runs: nanoseconds.count,
            total: now - start, median: percentile(nanoseconds, 50), p99: percentile(nanoseconds, 99),
            layers: profile ? layers : nil)
        StandardOutput.write(json ? report.json : report.text)
    }

    /// The value below which `percent` of the sorted values lie, by the nearest rank.
    private func percentile(_ sorted: [UInt64], _ percent: Int) -> UInt64 {
        sorted[min(sorted.count - 1, max(0, (sorted.count * percent + 99) / 100 - 1))]
    }
}

/// One layer's time over all inferences of a run.
private struct LayerTotal {
    let node: String
    let operatorName: String
    let kernel: String
    /// Multiply-adds of one inference.
    let macs: Int
    var nanoseconds: UInt64

    init(_ timing: LayerTiming) {
        node = timing.node
        operatorName = timing.operatorName
        kernel = timing.kernel
        macs = timing.macs
        nanoseconds = timing.nanoseconds
    }
}

/// What was measured, as text and as JSON.
private struct Report {
    let batch: Int
    let threads: Int
    let instructionSet: InstructionSet
    let runs: Int
    /// Nanoseconds of the whole measurement, and of one inference.
    let total: UInt64
    let median: UInt64
    let p99: UInt64
    let layers: [LayerTotal]?

    private var imagesPerSecond: Double { Double(runs * batch) / (Double(total) / 1e9) }
    private func millisecondsPerImage(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e6 / Double(batch) }

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("images_per_second")
        writer.value(imagesPerSecond)
        writer.key("milliseconds_per_image")
        writer.beginObject()
        writer.key("median")
        writer.value(millisecondsPerImage(median))
        writer.key("p99")
        writer.value(millisecondsPerImage(p99))
        writer.endObject()
        writer.key("threads")
        writer.value(threads)
        writer.key("batch")
        writer.value(batch)
        writer.key("isa")
        writer.value(instructionSet.rawValue)
        if let layers {
            writer.key("layers")
            writer.beginArray()
            for layer in layers {
                writer.beginObject()
                writer.key("node")
                writer.value(layer.node)
                writer.key("operator")
                writer.value(layer.operatorName)
                writer.key("kernel")
                writer.value(layer.kernel)
                writer.key("microseconds")
                writer.value(Double(layer.nanoseconds) / 1e3 / Double(runs))
                writer.key("macs")
                writer.value(layer.macs)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    var text: String {
        var text = """
            \(fixed(imagesPerSecond, 1)) images/s; per image: median \(fixed(millisecondsPerImage(median), 3)) ms, \
            p99 \(fixed(millisecondsPerImage(p99), 3)) ms
            \(runs) runs, batch \(batch), threads \(threads), isa \(instructionSet)

            """
        guard let layers else { return text }
        let sum = Double(layers.reduce(0) { $0 + $1.nanoseconds })
        text += "\n" + padded("µs", -10) + padded("share", -8) + padded("GMAC/s", -9) + "  "
        text += padded("operator", 24) + padded("kernel", 18) + "node\n"
        for layer in layers {
            let time = Double(layer.nanoseconds) / Double(runs)
            text += padded(fixed(time / 1e3, 1), -10)
            text += padded(fixed(100 * Double(layer.nanoseconds) / max(sum, 1), 1) + "%", -8)
            text += padded(layer.macs > 0 ? fixed(Double(layer.macs) / max(time, 1), 1) : "", -9) + "  "
            text += padded(layer.operatorName, 24) + padded(layer.kernel, 18) + layer.node + "\n"
        }
        return text
    }
}
