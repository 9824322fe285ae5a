import ArgumentParser
import Checkpoint
import JSON
import Serving

extension ModelTask: ExpressibleByArgument {}

/// `mantissa predict`: what the server would answer, for image files.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer for image files what the server would answer.")

    @Argument(help: ArgumentHelp("The checkpoint.", valueName: "checkpoint"))
    var checkpoint: String

    @Argument(help: ArgumentHelp("JPEG, PNG or WebP files.", valueName: "image"))
    var images: [String]

    @Option(help: "classify, multilabel or embed.")
    var task = ModelTask.classify

    @Option(help: ArgumentHelp("Classes at most (default: 5, and 100 for multilabel).", valueName: "k"))
    var topK: Int?

    @Option(
        help: ArgumentHelp("The least score for multilabel, 0 to 1 (default: the checkpoint's).", valueName: "score"))
    var threshold: Float?

    @Flag(help: "Print the server's JSON: one object for all images.")
    var json = false

    @OptionGroup var engine: EngineOptions

    func validate() throws {
        guard !images.isEmpty else { throw ValidationError("no image given") }
        if let topK, topK < 1 { throw ValidationError("--top-k must be 1 or more, not \(topK)") }
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold must be 0 to 1, not \(threshold)")
        }
    }

    func run() throws {
        let predictor = try Predictor(
            checkpointPath: checkpoint, pool: engine.workerPool(), instructionSet: engine.instructionSet())
        if json {
            let body = try answer(predictor, images)
            StandardOutput.write(String(decoding: body, as: UTF8.self) + "\n")
            return
        }
        for image in images {
            let value = try JSONParser.parse(try answer(predictor, [image]))
            StandardOutput.write("\(image)\n")
            for prediction in value["predictions"]?.array?.first?.array ?? [] {
                let score = fixed(100 * (prediction["score"]?.double ?? 0), 2) + "%"
                let index = prediction["index"]?.integer ?? 0
                StandardOutput.write(
                    padded(score, -9) + padded(String(index), -6) + "  \(prediction["label"]?.string ?? "")\n")
            }
            for embedding in value["embeddings"]?.array ?? [] {
                let numbers = (embedding.array ?? []).compactMap(\.double).map { fixed($0, 6) }
                StandardOutput.write(numbers.joined(separator: " ") + "\n")
            }
        }
    }

    private func answer(_ predictor: Predictor, _ paths: [String]) throws -> [UInt8] {
        let bytes = try paths.map(ImageFolder.bytes)
        do {
            return try predictor.response(task: task, images: bytes, topK: topK, threshold: threshold)
        } catch let error as ServingError where paths.count == 1 {
            throw CommandFailure("\(paths[0]): \(error)")
        }
    }
}
