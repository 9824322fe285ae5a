import ArgumentParser
import Checkpoint
import Evaluation
import Inference

/// `mantissa evaluate`: how good a checkpoint is on labelled images, and how close to float32.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure accuracy on labelled images, and agreement with the float32 model.",
        discussion: """
            Labels come from a CSV, one line for each image, or from folders of classes. Images with several labels, or \
            none, are counted as right if the best class is one of them (ReaL accuracy). Intervals are of 95% confidence, \
            by bootstrap.

            With --against, every image also goes through the float32 model that the checkpoint was made from: how often \
            both have the same winner, and how far the scores differ. docs/evaluation.md explains every figure.
            """)

    @Argument(help: ArgumentHelp("The checkpoint.", valueName: "checkpoint"))
    var checkpoint: String

    @Option(help: ArgumentHelp("The folder of the images.", valueName: "dir"))
    var images: String

    @Option(
        help: ArgumentHelp(
            "A CSV with the columns file, and class_index (numbers) or label (names); several in one field as \"3;7\". "
                + "Without it, the folder has a folder for each class, named by its number or name.",
            valueName: "file.csv"))
    var labels: String?

    @Option(help: ArgumentHelp("The float32 model to compare with.", valueName: "model.onnx"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "The same images once more, changed (noise, blur, other weather), under the same names: how much accuracy is "
                + "lost on them, image by image.", valueName: "dir"))
    var paired: String?

    @Option(
        help: ArgumentHelp(
            "The folder of another set, of other images: how much better or worse the model is there.", valueName: "dir"
        ))
    var otherImages: String?

    @Option(help: ArgumentHelp("The labels of the other set, as --labels.", valueName: "file.csv"))
    var otherLabels: String?

    @Option(
        help: ArgumentHelp("The least score for multilabel, 0 to 1 (default: the checkpoint's).", valueName: "score"))
    var threshold: Float?

    @Option(
        help: ArgumentHelp(
            "Also classify every embedding by the k others most like it.", valueName: "k"))
    var neighbours: Int?

    @Flag(help: "Also train a linear classifier on four fifths of the embeddings, and judge it by the rest, in turn.")
    var probe = false

    @Flag(help: "Take the mean of each image and its mirror image, as the option flip of a request.")
    var flip = false

    @Flag(help: "Fit a temperature to the images and write it into the checkpoint, for classify.")
    var calibrate = false

    @Option(
        help: ArgumentHelp(
            "Also write everything as a page, with plots and the mistakes as pictures.", valueName: "file.html"))
    var report: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var engine: EngineOptions

    func validate() throws {
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold must be 0 to 1, not \(threshold)")
        }
        if let neighbours, neighbours < 1 {
            throw ValidationError("--neighbours must be 1 or more, not \(neighbours)")
        }
        if otherLabels != nil, otherImages == nil { throw ValidationError("--other-labels is for --other-images") }
        if calibrate, flip {
            throw ValidationError("--calibrate fits what single images are answered with; leave out --flip")
        }
    }

    func run() throws {
        let loaded = try CheckpointReader.load(path: checkpoint)
        let metadata = loaded.checkpoint.metadata
        guard metadata.scoresOutput != nil || neighbours != nil || probe else {
            throw CommandFailure("\(checkpoint) gives embeddings only: ask for --neighbours 20 or --probe")
        }
        let set = try LabelledImages(folder: images, labels: labels, names: metadata.labels)
        let changed = try paired.map { try LabelledImages(set, in: $0) }
        let otherSet = try otherImages.map {
            try LabelledImages(folder: $0, labels: otherLabels, names: metadata.labels)
        }
        var run = try EvaluationRun(
            loaded, path: checkpoint, against: against, flips: flip, embeds: neighbours != nil || probe, engine: engine)
        let outcome = try run.run(set, stage: "evaluating")
        let changedOutcome = try changed.map { try run.run($0, stage: "evaluating \($0.folder)", comparing: false) }
        let otherOutcome = try otherSet.map { try run.run($0, stage: "evaluating \($0.folder)", comparing: false) }

        var report = EvaluationReport(
            outcome, loaded: loaded, threshold: threshold ?? metadata.multilabel.threshold,
            quality: run.comparison)
        if let changedOutcome { report.compare(outcome.samples, with: changedOutcome) }
        if let otherOutcome { report.compare(withOther: otherOutcome) }
        if let neighbours { try report.addNeighbours(outcome, count: neighbours) }
        if probe { try report.addProbe(outcome) }
        for image in [outcome, changedOutcome, otherOutcome].compactMap({ $0 }).flatMap(\.unreadable) {
            StandardError.write("mantissa: passed over: \(image.reason)\n")
        }
        StandardOutput.write(json ? report.json : report.text)
        if let path = self.report {
            let page = EvaluationPage(report: report, title: "\(metadata.name) on \(images)", folder: images)
            try page.html.write(toFile: path)
        }
        if calibrate { try write(report, loaded) }
    }

    /// The checkpoint once more, with the temperature that was found.
    private func write(_ report: EvaluationReport, _ loaded: LoadedCheckpoint) throws {
        guard let temperature = report.temperature else {
            throw CommandFailure(
                "no temperature was fitted: it takes a softmax model, and exactly one label for each image; \(checkpoint) is as it was"
            )
        }
        var written = loaded.checkpoint
        written.metadata.temperature = Float(temperature)
        written.metadata.provenance.settings["temperature_images"] = String(report.figures?.samples ?? 0)
        try CheckpointWriter.write(written, to: checkpoint)
        let digest = try CheckpointReader.load(path: checkpoint).sha256
        if !json { StandardOutput.write("\(checkpoint): temperature \(fixed(temperature, 4)), \(digest)\n") }
    }
}
