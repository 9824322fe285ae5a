import ArgumentParser
import Checkpoint
import Inference
import JSON
import ModelGraph
import Quantization

/// `mantissa evaluate`: accuracy on labelled images, and agreement with float32.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure accuracy on labelled images, and agreement with the float32 model.",
        discussion: """
            With --against, every image also goes through the float32 model that the checkpoint was made from: how often \
            both have the same winner, and how far the scores differ.
            """)

    @Argument(help: ArgumentHelp("The checkpoint.", valueName: "checkpoint"))
    var checkpoint: String

    @Option(help: ArgumentHelp("The folder of the images.", valueName: "dir"))
    var images: String

    @Option(
        help: ArgumentHelp(
            "A CSV with the columns file and class_index: which image is of which class.", valueName: "file.csv"))
    var labels: String

    @Option(help: ArgumentHelp("The float32 model to compare with.", valueName: "model.onnx"))
    var against: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var engine: EngineOptions

    func run() throws {
        let rows = try LabelFile(path: labels).rows
        let loaded = try CheckpointReader.load(path: checkpoint)
        let metadata = loaded.checkpoint.metadata
        guard let scores = metadata.scoresOutput else {
            throw CommandFailure("\(checkpoint) gives embeddings only; there are no classes to evaluate")
        }
        guard let preprocessing = metadata.preprocessing, let input = loaded.checkpoint.model.graph.inputs.first else {
            throw CommandFailure(
                "\(checkpoint) does not say how an image becomes its input; quantize with --preprocess")
        }
        let reader = try ImageReader(preprocessing)
        let pool = engine.workerPool()
        var comparison = try against.map { path in
            try QualityMeasurement(
                graph: ModelFile.optimizedGraph(path: path), quantized: loaded.checkpoint.model, scoresOutput: scores,
                watchingLayers: false, pool: pool, instructionSet: engine.instructionSet())
        }
        let session = InferenceSession(
            model: try InferenceModel(loaded.checkpoint.model, instructionSet: engine.instructionSet()), pool: pool)

        var result = Accuracy()
        var reference = Accuracy()
        var bar = ProgressBar()
        for (number, row) in rows.enumerated() {
            bar.update("evaluating", Double(number) / Double(rows.count))
            let tensor = try reader.tensor(path: "\(images)/\(row.file)")
            let got: [Float]
            if comparison != nil {
                let both = try comparison?.compare([input.name: tensor])
                got = both?.got ?? []
                reference.add(both?.reference ?? [], row.classIndex)
            } else {
                got = try session.run([input.name: .tensor(tensor)]).outputs[scores]?.floats ?? []
            }
            guard row.classIndex < got.count else {
                throw CommandFailure(
                    "\(labels): class \(row.classIndex) of \(row.file); the model has \(got.count) classes")
            }
            result.add(got, row.classIndex)
        }
        bar.finish()
        report(result, comparison.map { (reference, $0) }, loaded)
    }

    private func report(
        _ result: Accuracy, _ comparison: (accuracy: Accuracy, quality: QualityMeasurement)?, _ loaded: LoadedCheckpoint
    ) {
        if json {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("checkpoint", loaded.sha256)
            writer.member("images", result.count)
            writer.member("top1", result.top1)
            writer.member("top5", result.top5)
            if let comparison {
                writer.key("against")
                writer.beginObject()
                writer.member("top1", comparison.accuracy.top1)
                writer.member("top5", comparison.accuracy.top5)
                writer.member("top1_agreement", comparison.quality.top1Agreement)
                writer.key("logits_sqnr")
                writer.value(comparison.quality.scoresSQNR)
                writer.key("largest_error")
                writer.value(comparison.quality.largestError)
                writer.endObject()
            }
            writer.endObject()
            StandardOutput.write(String(decoding: writer.finish(), as: UTF8.self) + "\n")
            return
        }
        func line(_ name: String, _ accuracy: Accuracy) -> String {
            let share = { (count: Int) in fixed(100 * Double(count) / Double(max(1, accuracy.count)), 1) + "%" }
            return padded(name, 9) + "top-1 \(accuracy.top1) of \(accuracy.count) (\(share(accuracy.top1))), "
                + "top-5 \(accuracy.top5) (\(share(accuracy.top5)))\n"
        }
        var text = line("INT16", result)
        if let comparison {
            text += line("float32", comparison.accuracy)
            text += "same top-1 on \(comparison.quality.top1Agreement) of \(comparison.quality.samples); "
            text += "logits SQNR \(fixed(comparison.quality.scoresSQNR, 1)) dB, "
            text += "largest error \(fixed(comparison.quality.largestError, 5))\n"
        }
        StandardOutput.write(text)
    }
}

/// Counts of right answers.
private struct Accuracy {
    var count = 0
    var top1 = 0
    var top5 = 0

    /// Ties go to the lower index.
    mutating func add(_ scores: [Float], _ label: Int) {
        count += 1
        guard label < scores.count else { return }
        let better = scores.indices.count { scores[$0] > scores[label] || (scores[$0] == scores[label] && $0 < label) }
        if better < 1 { top1 += 1 }
        if better < 5 { top5 += 1 }
    }
}
