import ArgumentParser
import Checkpoint
import FoundationEssentials
import Inference
import Kernels
import Machine
import ModelGraph
import ONNX
import Quantization

extension CalibrationMethod: ExpressibleByArgument {}
extension WeightRounding: ExpressibleByArgument {}
extension PruningOptions.Structure: ExpressibleByArgument {}

/// `mantissa quantize`: ONNX in, checkpoint out.
struct Quantize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Quantize an ONNX model into a checkpoint.",
        discussion: """
            Ranges are measured on the calibration images (some hundred photographs like those that will be asked about) \
            or tensors. Every layer gets a proof that its accumulators cannot overflow; the table shows what was chosen, \
            and how well the result agrees with float32 on the same samples.
            """)

    @Argument(help: ArgumentHelp("The model.", valueName: "model.onnx"))
    var model: String

    @Option(
        help: ArgumentHelp(
            "A folder of images, or a safetensors file with a tensor per input of the model (NAME, or NAME.0, NAME.1 ...).",
            valueName: "path"))
    var calibration: String

    @Option(
        help: ArgumentHelp(
            "How images become the input, as JSON; see docs/checkpoint.md. Needed for images and for serving.",
            valueName: "file.json"))
    var preprocess: String?

    @Option(help: ArgumentHelp("Class names, a line each.", valueName: "file.txt"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "The classes of the calibration images, as a CSV with the columns file and class_index: calibrates the "
                + "multi-label scores of a softmax model (docs/numerics.md).", valueName: "file.csv"))
    var calibrationLabels: String?

    @Option(
        help: ArgumentHelp(
            "What the model answers: classify, multilabel, embed, separated by commas (default: what its graph offers).",
            valueName: "tasks"))
    var task: String?

    @Option(
        help: ArgumentHelp(
            "The value to give as the embedding (default: the input of the last Gemm or MatMul).", valueName: "tensor"))
    var embedding: String?

    @Option(
        help: ArgumentHelp(
            "Sizes that the embedding may be cut to, separated by commas, or \"any\", for a model that was trained so "
                + "(default: none).", valueName: "sizes"))
    var embeddingDimensions: String?

    @Option(
        help: ArgumentHelp(
            "How ranges follow from what was seen: min-max, percentile, entropy, mse, or best, which measures for each value "
                + "what the layers that read it lose.", valueName: "method"))
    var method: CalibrationMethod = .minMax

    @Option(
        help: ArgumentHelp("Mantissa bits of the weights, 4...16, one for the sign.", valueName: "bits"))
    var weightBits = QuantizerOptions().weightBits

    @Option(
        help: ArgumentHelp(
            "Mantissa bits of the activations, 4...16 (default: what each layer's sums leave room for, at least 12).",
            valueName: "bits"))
    var activationBits: Int?

    @Option(
        help: ArgumentHelp(
            "Bits of one layer's weights, or of its weights and its input; may be repeated.",
            valueName: "layer=bits[/bits]"))
    var layerBits: [String] = []

    @Option(
        help: ArgumentHelp(
            "Search each layer's weight bits, 4...16, for the least noise that so many bytes for all weights allow, such as "
                + "3000000, 3MB.", valueName: "size"))
    var sizeBudget: String?

    @Option(
        help: ArgumentHelp(
            "Search each layer's weight bits for the least size that leaves the outputs this signal to noise.",
            valueName: "dB"))
    var errorBudget: Double?

    @Flag(help: "Also measure and print how much noise each layer adds with 4...16 bits.")
    var sensitivity = false

    @Option(
        help: ArgumentHelp(
            "How weights become integers: nearest, or fitted to the float32 outputs of each layer on the calibration samples, "
                + "which helps at 8 bits and below.", valueName: "rounding"))
    var rounding: WeightRounding = .nearest

    @Flag(
        help: ArgumentHelp(
            "Also fit to mirrored, enlarged, brighter and darker copies of the calibration images; which changes help is "
                + "searched for, and judged on the originals. Implies --rounding fitted."))
    var metaCalibration = false

    @Option(
        help: ArgumentHelp(
            "The share of the calibration samples that nothing is chosen by and the result is judged on, 0 to 0.5 (default: "
                + "0.25 with --method best and --rounding fitted, else 0).", valueName: "share"))
    var holdOut: Double?

    @Option(
        help: ArgumentHelp(
            "Signal to quantization noise that a layer is to reach with the fewest chunks of its sums.",
            valueName: "dB"))
    var targetSqnr = QuantizerOptions().targetSQNR

    @Option(
        help: ArgumentHelp(
            "The same for 3x3 convolutions computed by Winograd's method, which takes half the time; inf to do without.",
            valueName: "dB"))
    var winogradSqnr = QuantizerOptions().winogradSQNR

    @Option(
        help: ArgumentHelp(
            "Signal to noise that every output is to keep on the calibration samples where Winograd's method is used: "
                + "below it, 4 dB more are asked of its layers, then it is given up.", valueName: "dB"))
    var winogradOutputSqnr = QuantizerOptions().winogradOutputSQNR

    @Option(
        help: ArgumentHelp(
            "Signal to noise below which, without Winograd's method, finer settings are tried, which take more time.",
            valueName: "dB"))
    var outputSqnr = QuantizerOptions().outputSQNR

    @Option(
        help: ArgumentHelp(
            "Set weights to zero first, without training, until this share of the multiply-adds (or with --prune-structure "
                + "weight, of the weights) is gone, 0 to 0.95. Accuracy is lost; see docs/pruning.md.",
            valueName: "ratio"))
    var prune: Double?

    @Option(
        help: ArgumentHelp(
            "What becomes zero together: block (faster) or weight (smaller, and less is lost).", valueName: "structure")
    )
    var pruneStructure: PruningOptions.Structure?

    @Option(help: ArgumentHelp("The model's name in the checkpoint (default: the file's).", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("A note for the checkpoint's provenance; may be repeated.", valueName: "key=value"))
    var note: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also write a page: signal to noise, proof and magnitudes of each layer, and the samples least like float32.",
            valueName: "file.html"))
    var report: String?

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where to write.", valueName: "file.safetensors"))
    var output: String

    func validate() throws {
        for bits in [weightBits] + [activationBits].compactMap({ $0 })
        where !QuantizerOptions.widths.contains(bits) {
            throw ValidationError("\(bits) bits; expected 4...16")
        }
        _ = try perLayerBits
        _ = try budget
        if let holdOut, !(0...0.5).contains(holdOut) {
            throw ValidationError("--hold-out \(holdOut); expected 0...0.5")
        }
        if let unknown = (task ?? "").split(separator: ",").first(where: { ModelTask(rawValue: String($0)) == nil }) {
            throw ValidationError("unknown task \"\(unknown)\"; there are classify, multilabel and embed")
        }
        if calibrationLabels != nil, task.map({ !$0.contains(ModelTask.multilabel.rawValue) }) ?? false {
            throw ValidationError("--calibration-labels is for --task multilabel")
        }
        if let embeddingDimensions, embeddingDimensions != "any", Self.sizes(embeddingDimensions) == nil {
            throw ValidationError(
                "--embedding-dimensions \(embeddingDimensions): expected whole numbers from 1 up, or \"any\"")
        }
        if let problem = pruning?.problem { throw ValidationError("--prune \(problem)") }
        if prune == nil, pruneStructure != nil { throw ValidationError("--prune-structure is for --prune") }
        if let wrong = note.first(where: { !$0.contains("=") }) {
            throw ValidationError("--note \(wrong): expected key=value")
        }
    }

    func run() throws {
        var bar = ProgressBar()
        let graph = try ModelFile.optimizedGraph(path: model)
        let preprocessing = try preprocess.map { path throws(CheckpointError) in try Preprocessing.load(path: path) }
        let samples = try CalibrationSamples(path: calibration, graph: graph, preprocessing: preprocessing)
        let classNames = try labels.map { try Self.lines(path: $0) }
        let classes = try calibrationClasses(samples)
        let offer = try TaskOffer(graph, requested: task, embedding: embedding)
        try offer.check(labels: classNames, labelsPath: labels)
        try AtomicFile.prepare(output)

        var options = QuantizerOptions()
        options.method = method
        options.embedding = offer.embedding
        options.targetSQNR = targetSqnr
        options.winogradSQNR = winogradSqnr
        options.winogradOutputSQNR = winogradOutputSqnr
        options.outputSQNR = outputSqnr
        let pruned =
            try pruning.map {
                try Pruner.prune(graph: graph, calibration: samples.source, options: $0) { bar.update($0, $1) }
            } ?? graph
        options.weightBits = weightBits
        options.valueBits = activationBits
        options.layerBits = try perLayerBits
        options.budget = try budget
        options.measuresSensitivity = sensitivity
        options.rounding = metaCalibration ? .fitted : rounding
        options.transforms = metaCalibration
        options.heldOut = holdOut ?? (method == .best || options.rounding == .fitted ? 0.25 : 0)
        let threads = Processors.current().available
        var (quantized, report) = try Quantizer.quantize(
            graph: pruned, calibration: samples.source, options: options, threads: threads
        ) { stage, fraction in bar.update(stage, fraction) }
        report.pruning = pruning?.description

        var reference = graph
        // The float32 graph, nothing pruned, gives out what the checkpoint gives out.
        reference.outputs = quantized.graph.outputs
        var quality: QualityFigures?
        var labelled: (scores: [[Float]], classes: [Int]) = ([], [])
        var compared: QualityMeasurement?
        if let scores = offer.scores ?? offer.embedding {
            var measurement = try QualityMeasurement(
                graph: reference, quantized: quantized, scoresOutput: scores, watchingLayers: true,
                pool: WorkerPool(threads: threads))
            for index in 0..<samples.source.count {
                bar.update("comparing with float32", Double(index) / Double(samples.source.count))
                let both = try measurement.compare(samples.source.sample(index))
                if let label = classes[index] {
                    labelled.scores.append(both.got)
                    labelled.classes.append(label)
                }
            }
            report.add(measurement)
            compared = measurement
            quality = QualityFigures(
                samples: measurement.samples, top1Agreement: measurement.top1Agreement,
                logitsSQNR: measurement.scoresSQNR, largestError: measurement.largestError,
                layerSQNR: measurement.layerSQNR)
        }
        bar.finish()

        var settings = [
            "calibration": "\(samples.source.count) \(samples.isImages ? "images" : "tensors")",
            "method": method.rawValue, "headroom": options.effectiveHeadroom.description,
            "target_sqnr": options.targetSQNR.description, "winograd_sqnr": options.winogradSQNR.description,
            "winograd_output_sqnr": options.winogradOutputSQNR.description,
            "output_sqnr": options.outputSQNR.description,
        ]
        if let task { settings["task"] = task }
        if options.isNarrow {
            settings["weight_bits"] = weightBits.description
            if let activationBits { settings["activation_bits"] = activationBits.description }
            if let sizeBudget { settings["size_budget"] = sizeBudget }
            if let errorBudget { settings["error_budget"] = errorBudget.description }
            if !layerBits.isEmpty { settings["layer_bits"] = layerBits.joined(separator: " ") }
        }
        if options.rounding == .fitted { settings["rounding"] = metaCalibration ? "meta-calibration" : "fitted" }
        if options.heldOut > 0 { settings["held_out"] = options.heldOut.description }
        if let pruning { settings["prune"] = pruning.description }
        let multilabel = try multilabelCalibration(labelled, offer)
        var metadata = CheckpointMetadata(
            name: name ?? Self.stem(model), tasks: offer.tasks, scoresOutput: offer.scores,
            scoresKind: offer.scoresKind,
            embeddingOutput: offer.embedding, labels: classNames, preprocessing: preprocessing,
            multilabel: multilabel,
            provenance: Provenance(
                source: try SHA256.identity(ofFile: model), sourceFileName: Self.fileName(model),
                quantizer: "mantissa \(BuildVersion.current)", settings: settings, notes: notes),
            quality: quality)
        if let embeddingDimensions, offer.embedding != nil {
            metadata.matryoshka = embeddingDimensions == "any" ? true : nil
            metadata.embeddingDimensions = Self.sizes(embeddingDimensions)
        }
        try CheckpointWriter.write(Checkpoint(model: quantized, metadata: metadata), to: output)
        // What was written must load, proof included.
        let written = try CheckpointReader.load(path: output)
        let engine = try InferenceModel(written.checkpoint.model)
        if let path = self.report {
            let page = QuantizationPage(
                title: metadata.name, sha256: written.sha256, bytes: written.byteCount, settings: settings,
                report: report,
                magnitudes: compared?.magnitudes ?? [:], saturations: compared?.saturations ?? [:],
                nanoseconds: try Self.times(engine, try samples.source.sample(0)),
                samples: (compared?.sampleSQNR ?? []).enumerated().map { index, sqnr in
                    let name = samples.isImages ? samples.fileNames[index] : "sample \(index)"
                    return .init(name: name, path: samples.isImages ? "\(calibration)/\(name)" : nil, sqnr: sqnr)
                })
            try page.html.write(toFile: path)
        }
        StandardOutput.write(report.text)
        StandardOutput.write("\(output): \(written.byteCount) bytes, \(written.sha256)\n")
    }

    /// Nanoseconds of each node in one inference: the least of three, after one that touches the memory.
    private static func times(_ model: InferenceModel, _ inputs: [String: Tensor]) throws -> [String: UInt64] {
        let session = InferenceSession(model: model, pool: WorkerPool(threads: 1))
        let inputs = inputs.mapValues(InferenceInput.tensor)
        _ = try session.run(inputs)
        var least: [String: UInt64] = [:]
        for _ in 0..<3 {
            var times: [String: UInt64] = [:]
            _ = try session.run(inputs) { times[$0.node, default: 0] += $0.nanoseconds }
            least.merge(times, uniquingKeysWith: min)
        }
        return least
    }

    private var budget: BitBudget? {
        get throws {
            guard sizeBudget == nil || errorBudget == nil else {
                throw ValidationError("--size-budget or --error-budget; both cannot be the aim")
            }
            if let sizeBudget {
                let units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1)]
                let unit = units.first { sizeBudget.uppercased().hasSuffix($0.0) }
                let number = Double(unit.map { String(sizeBudget.dropLast($0.0.count)) } ?? sizeBudget)
                guard let number, case let bytes = number * (unit?.1 ?? 1), (1...1e15).contains(bytes) else {
                    throw ValidationError("--size-budget \(sizeBudget): expected bytes, such as 3000000 or 3MB")
                }
                return .bytes(Int(bytes))
            }
            if let errorBudget, !errorBudget.isFinite { throw ValidationError("--error-budget \(errorBudget)") }
            return errorBudget.map { .sqnr($0) }
        }
    }

    /// `--layer-bits` by node name.
    private var perLayerBits: [String: LayerBits] {
        get throws {
            var bits: [String: LayerBits] = [:]
            for text in layerBits {
                // Names may hold any sign.
                let parts = text.split(separator: "=", omittingEmptySubsequences: false)
                let numbers = (parts.last ?? "").split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
                let widths = numbers.compactMap { $0 }.filter(QuantizerOptions.widths.contains)
                guard parts.count > 1, (1...2).contains(numbers.count), widths.count == numbers.count else {
                    throw ValidationError("--layer-bits \(text): expected layer=bits or layer=bits/bits, each 4...16")
                }
                bits[parts.dropLast().joined(separator: "=")] = LayerBits(
                    weights: widths[0], input: widths.count > 1 ? widths[1] : nil)
            }
            return bits
        }
    }

    /// The class of each sample, where `--calibration-labels` names it.
    private func calibrationClasses(_ samples: CalibrationSamples) throws -> [Int: Int] {
        guard let calibrationLabels else { return [:] }
        guard samples.isImages else { throw CommandFailure("--calibration-labels is for a folder of images") }
        let rows = try LabelFile(path: calibrationLabels).rows
        if let row = rows.first(where: { $0.labels.count != 1 }) {
            throw CommandFailure(
                "\(calibrationLabels) line \(row.line): \(row.labels.count) classes; calibration needs one for each image"
            )
        }
        let byFile = Dictionary(rows.map { ($0.file, $0.labels[0]) }) { first, _ in first }
        var classes: [Int: Int] = [:]
        for (index, name) in samples.fileNames.enumerated() { classes[index] = byFile[name] }
        guard !classes.isEmpty else {
            throw CommandFailure("\(calibrationLabels) names none of the images in \(calibration)")
        }
        return classes
    }

    private func multilabelCalibration(
        _ labelled: (scores: [[Float]], classes: [Int]), _ offer: TaskOffer
    ) throws -> MultilabelCalibration {
        guard calibrationLabels != nil, offer.scoresKind == .softmaxLogits else { return MultilabelCalibration() }
        guard let fit = MultilabelFit.calibration(scores: labelled.scores, classes: labelled.classes) else {
            throw CommandFailure("\(calibrationLabels ?? ""): a class is not one of the model's")
        }
        return fit
    }

    /// What to prune; nil for nothing.
    private var pruning: PruningOptions? {
        prune.map { PruningOptions(ratio: $0, structure: pruneStructure ?? .block) }
    }

    private var notes: [String: String] {
        var notes: [String: String] = [:]
        for pair in note {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            notes[String(parts[0])] = String(parts[1])
        }
        return notes
    }

    private static func fileName(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    private static func stem(_ path: String) -> String {
        let name = fileName(path)
        return name.hasSuffix(".onnx") ? String(name.dropLast(5)) : name
    }

    /// Whole numbers from 1 up, ascending; nil for anything else.
    private static func sizes(_ text: String) -> [Int]? {
        let sizes = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        return sizes.allSatisfy { $0 > 0 } ? Set(sizes).sorted() : nil
    }

    private static func lines(path: String) throws -> [String] {
        guard let text = String(validating: try ImageFolder.bytes(path), as: UTF8.self) else {
            throw CommandFailure("\(path) is not UTF-8")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.hasSuffix("\r") ? line.dropLast() : line)
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
