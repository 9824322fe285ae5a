import ArgumentParser
import Checkpoint
import Dispatch
import Inference
import Kernels
import Machine
import ModelGraph
import Quantization

/// `mantissa bench`: how fast a model runs here, and where the time goes.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure images per second of the integer engine, without HTTP and image decoding.",
        discussion: """
            An ONNX model is quantized on a random input first: good enough to time, not to judge answers. The times are \
            this machine's at this moment; compare within one run.

            --roofline measures what the machine reaches at best, with the instructions of --isa: multiply-adds on \
            registers in float32 and INT16, memory, and an INT16 matrix product to hold against them. It needs no model.
            """)

    @Argument(
        help: ArgumentHelp("A checkpoint, or an ONNX model; may be left out with --roofline.", valueName: "model"))
    var model: String?

    @OptionGroup var engine: EngineOptions

    @Option(help: ArgumentHelp("Images per inference.", valueName: "n"))
    var batch = 1

    @Option(help: ArgumentHelp("How long to measure.", valueName: "s"))
    var seconds = 2.0

    @Flag(help: "Time each layer as well, and hold it against the measured INT16 peak.")
    var profile = false

    @Flag(help: "Measure the machine's own peaks first.")
    var roofline = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...4096).contains(batch) else { throw ValidationError("--batch must be 1 to 4096, not \(batch)") }
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("--seconds must be above 0 and at most 3600, not \(seconds)")
        }
        guard model != nil || roofline else {
            throw ValidationError("no model given; only --roofline alone needs none")
        }
    }

    func run() throws {
        let instructionSet = try engine.instructionSet()
        let pool = engine.workerPool()
        var report = BenchReport(instructionSet: instructionSet, threads: pool.threads)
        if roofline { report.roofline = Roofline(instructionSet: instructionSet, pool: pool) }
        if let model { report.inference = try measure(model, instructionSet, pool) }
        StandardOutput.write(json ? report.json : report.text)
    }

    private func measure(
        _ path: String, _ instructionSet: InstructionSet, _ pool: WorkerPool
    ) throws -> BenchReport.Inference {
        let (inference, checkpointBytes) = try Self.model(path, instructionSet)
        ResidentMemory.trim()
        let session = InferenceSession(model: inference, pool: pool)
        let inputs = try RandomCalibration.inputs(inference.inputs, batch: batch, seed: 1)
            .mapValues(InferenceInput.tensor)

        // Once to compile the plan and to touch the memory.
        _ = try session.run(inputs)
        var nanoseconds: [UInt64] = []
        var layers: [BenchReport.Layer] = []
        var layerIndex: [String: Int] = [:]
        var bar = ProgressBar()
        let peak = profile ? Roofline.int16Peak(instructionSet, pool) : nil
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
                        layers.append(BenchReport.Layer(timing))
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
        return BenchReport.Inference(
            batch: batch, runs: nanoseconds.count, total: now - start, median: percentile(nanoseconds, 50),
            p99: percentile(nanoseconds, 99), layers: profile ? layers : nil, int16Peak: peak,
            // The buffers of --roofline are larger than most models.
            memory: roofline ? nil : BenchReport.Memory(checkpointBytes: checkpointBytes),
            modelBytes: inference.residentBytes, arenaBytes: session.residentBytes)
    }

    /// The model, and bytes of its checkpoint, nil for ONNX. Nothing else of the file stays in memory.
    private static func model(
        _ path: String, _ instructionSet: InstructionSet
    ) throws -> (InferenceModel, checkpointBytes: Int?) {
        switch try ModelFile(path: path) {
        case .checkpoint(let loaded):
            let bytes = loaded.byteCount
            ResidentMemory.trim()
            return (try InferenceModel((consume loaded).checkpoint.model, instructionSet: instructionSet), bytes)
        case .onnx(let graph):
            return (try InferenceModel(try RandomCalibration.quantize(graph), instructionSet: instructionSet), nil)
        }
    }

    /// The value below which `percent` of the sorted values lie, by the nearest rank.
    private func percentile(_ sorted: [UInt64], _ percent: Int) -> UInt64 {
        sorted[min(sorted.count - 1, max(0, (sorted.count * percent + 99) / 100 - 1))]
    }
}
