import Foundation
import TestSupport
import Testing

/// `mantissa evaluate` on the four photographs: a tiger cat (282), an espresso (967), a missile (657), and an astronaut, whom the
/// model takes for a football helmet (560).
@Suite struct EvaluateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["chelsea", "coffee", "rocket", "astronaut"] { try copy(name, to: "\(name).jpg") }
    }

    private func copy(_ photograph: String, to file: String) throws {
        try folder.write(Photograph.bytes("\(photograph).jpg"), to: file)
    }

    private func labels(_ lines: [String], header: String = "file,class_index") throws -> String {
        try folder.write(([header] + lines).joined(separator: "\n"), to: "labels.csv").path
    }

    private func evaluate(
        _ labels: String?, _ extra: [String] = [], images: String? = nil, checkpoint: String? = nil
    ) throws -> MantissaBinary.Result {
        try MantissaBinary.run(
            ["evaluate", checkpoint ?? MantissaBinary.checkpoint.path, "--images", images ?? folder.path]
                + (labels.map { ["--labels", $0] } ?? []) + extra)
    }

    private func figures(
        _ labels: String?, _ extra: [String] = [], images: String? = nil
    ) throws -> [String: Any] {
        let result = try evaluate(labels, extra + ["--json"], images: images)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private func failure(
        _ labels: String?, images: String? = nil, _ extra: [String] = [], expectingOutput: Bool = false
    ) throws -> String {
        let result = try evaluate(labels, extra, images: images)
        #expect(result.status == 1)
        #expect(result.output.isEmpty != expectingOutput)
        #expect(result.errors.split(separator: "\n").count == 1)
        return result.errors
    }

    private let right = ["chelsea.jpg,282", "coffee.jpg,967", "rocket.jpg,657", "astronaut.jpg,1"]

    @Test func accuracyAndCalibration() throws {
        let found = try figures(labels(right))
        #expect(found["images"] as? Int == 4)
        #expect(found["top1"] as? Int == 3)
        #expect(found["top1_accuracy"] as? Double == 0.75)
        let interval = try #require(found["top1_interval"] as? [Double])
        #expect(interval[0] < 0.75 && interval[1] > 0.75)
        let calibration = try #require(found["calibration"] as? [String: Any])
        let bins = try #require(calibration["bins"] as? [[String: Any]])
        #expect(bins.compactMap { $0["images"] as? Int }.reduce(0, +) == 4)
        let error = try #require(calibration["expected_error"] as? Double)
        let tempered = try #require(calibration["expected_error_with_temperature"] as? Double)
        #expect(error > 0 && error < 1 && tempered > 0 && tempered < 1)
        let mistakes = try #require(found["mistakes"] as? [[String: Any]])
        #expect(mistakes.count == 1)
        #expect(mistakes[0]["file"] as? String == "astronaut.jpg")
        #expect(mistakes[0]["predicted"] as? Int == 560)
        #expect(mistakes[0]["labels"] as? [Int] == [1])
        let classes = try #require(found["classes"] as? [[String: Any]])
        #expect(classes.compactMap { $0["class_index"] as? Int } == [1, 282, 657, 967])
        #expect(classes[3]["label"] as? String == "espresso")
        #expect(classes[3]["recall"] as? Double == 1 && classes[3]["auroc"] as? Double == 1)
        #expect(classes[0]["recall"] as? Double == 0)
        let text = try evaluate(labels(right)).output
        #expect(text.contains("top-1 3 of 4 (75.0%, "))
        #expect(text.contains("astronaut.jpg: 560 football helmet, not 1 goldfish"))
    }

    @Test func imagesMayHaveSeveralLabelsOrNone() throws {
        let lines = ["chelsea.jpg,281;282", "coffee.jpg,967 968", "rocket.jpg,1|2|3", "astronaut.jpg,"]
        let found = try figures(labels(lines))
        #expect(found["images"] as? Int == 4)
        #expect(found["labelled"] as? Int == 3)
        #expect(found["top1"] as? Int == 2)
        let counts = try #require(found["label_counts"] as? [String: Any])
        let slices = try #require(counts["slices"] as? [[String: Any]])
        #expect(slices.compactMap { $0["labels"] as? Int } == [2, 3])
        // Of the cat one of two is among the two best, of the espresso both; of the missile none.
        #expect(slices[0]["accuracy"] as? Double == 0.75)
        #expect(slices[1]["accuracy"] as? Double == 0)
        #expect(counts["subgroup_accuracy"] as? Double == 0.375)
        #expect(found["calibration"] == nil && found["macro_f1"] == nil)
        #expect(try evaluate(labels(lines)).output.contains("ReaL 2 of 3"))
        #expect(try evaluate(labels(lines)).output.contains("1 images have no label"))
    }

    @Test func labelsMayBeNames() throws {
        let found = try figures(
            labels(["chelsea.jpg,tabby; tiger cat", "coffee.jpg,espresso"], header: "file,label"))
        #expect(found["top1"] as? Int == 2)
        let unknown = try failure(labels(["coffee.jpg,tea"], header: "file,label"))
        #expect(unknown.contains("line 2: no class is named \"tea\""))
    }

    @Test func foldersMayBeClasses() throws {
        #expect(try failure(nil).contains("no folders of classes; give --labels"))
        try copy("chelsea", to: "set/282/cat.jpg")
        try copy("coffee", to: "set/espresso/cup.jpg")
        let found = try figures(nil, images: folder.file("set").path)
        #expect(found["top1"] as? Int == 2)
        try copy("coffee", to: "set/tea/cup.jpg")
        #expect(try failure(nil, images: folder.file("set").path).contains("no class is named so"))
    }

    @Test func unreadableImagesAreNamedAndPassedOver() throws {
        try folder.write("no image", to: "broken.jpg")
        let path = try labels(right + ["broken.jpg,5"])
        let result = try evaluate(path)
        #expect(result.status == 0)
        #expect(result.output.contains("top-1 3 of 4"))
        #expect(result.output.contains("passed over: 1 images"))
        #expect(result.errors.contains("broken.jpg"))
        let unreadable = try #require(try figures(path)["unreadable"] as? [[String: Any]])
        #expect(unreadable.count == 1 && unreadable[0]["file"] as? String == "broken.jpg")
        #expect(try failure(labels(["broken.jpg,5"])).contains("none of 1 images can be read"))
    }

    @Test func wrongSetsAreRefusedBeforeAnythingIsComputed() throws {
        #expect(try failure(labels(["no.jpg,1", "chelsea.jpg,1"])).contains("names no.jpg, which is not in"))
        let many = try failure(labels((0..<9).map { "\($0).jpg,1" }))
        #expect(many.contains("names 9 of 9 files that are not in") && many.contains("4.jpg, ..."))
        let twice = try failure(labels(["chelsea.jpg,1", "coffee.jpg,1", "chelsea.jpg,2"]))
        #expect(twice.contains("line 4: chelsea.jpg stands on line 2 already"))
        #expect(try failure(labels(["chelsea.jpg,cat"])).contains("line 2: \"cat\" is no number"))
        #expect(try failure(labels(["chelsea.jpg"])).contains("line 2: expected a file and its class"))
        #expect(try failure(labels(["chelsea.jpg,1000"])).contains("chelsea.jpg is of class 1000"))
        #expect(try failure(labels([])).contains("has a header and no images"))
        #expect(try failure(labels(["a,1"], header: "name,class")).contains("it needs \"file\""))
        #expect(try failure(labels(right), images: folder.file("nowhere").path).contains("is no folder"))
        try FileManager.default.createDirectory(at: folder.file("empty"), withIntermediateDirectories: true)
        #expect(try failure(nil, images: folder.file("empty").path).contains("no folders of classes"))
    }

    @Test func oneClassOnly() throws {
        try copy("chelsea", to: "again.jpg")
        let path = try labels(["chelsea.jpg,282", "again.jpg,282"])
        #expect(try evaluate(path).output.contains("all images are of class 282 tiger cat: AUROC needs"))
        #expect(try figures(path)["macro_auroc"] == nil)
    }

    @Test func changedImagesCostAccuracy() throws {
        for (photograph, file) in [
            ("coffee", "chelsea"), ("coffee", "coffee"), ("rocket", "rocket"), ("rocket", "astronaut"),
        ] {
            try copy(photograph, to: "changed/\(file).jpg")
        }
        let changed = folder.file("changed").path
        let paired = try #require(try figures(labels(right), ["--paired", changed])["paired"] as? [String: Any])
        #expect(paired["images"] as? Int == 4 && paired["top1"] as? Int == 3 && paired["changed_top1"] as? Int == 2)
        #expect(paired["drop"] as? Double == 0.25)
        #expect((paired["drop_interval"] as? [Double])?[0] == 0)
        try FileManager.default.removeItem(at: folder.file("changed/rocket.jpg"))
        #expect(try failure(labels(right), ["--paired", changed]).contains("names rocket.jpg, which is not in"))
    }

    @Test func anotherSetIsHeldAgainst() throws {
        try copy("chelsea", to: "other/1/cat.jpg")
        try copy("coffee", to: "other/967/cup.jpg")
        let other = folder.file("other").path
        let found = try #require(try figures(labels(right), ["--other-images", other])["other"] as? [String: Any])
        #expect(found["images"] as? Int == 2 && found["top1"] as? Int == 1)
        #expect(found["difference"] as? Double == 0.25)
        let interval = try #require(found["difference_interval"] as? [Double])
        #expect(interval[0] < 0.25 && interval[1] > 0.25)
        #expect(try evaluate(labels(right), ["--other-labels", "x.csv"]).status == 2)
    }

    @Test func neighboursVote() throws {
        try copy("chelsea", to: "again.jpg")
        let path = try labels(["chelsea.jpg,282", "again.jpg,282", "coffee.jpg,967"])
        let found = try #require(try figures(path, ["--neighbours", "1"])["neighbours"] as? [String: Any])
        #expect(found["images"] as? Int == 2 && found["right"] as? Int == 2 && found["k"] as? Int == 1)
        #expect(try failure(labels(right), ["--neighbours", "1"]).contains("no class has more than one"))
        #expect(try failure(labels(["coffee.jpg,1;2"]), ["--neighbours", "1"]).contains("--neighbours needs one"))
        try copy("coffee", to: "cup.jpg")
        let pairs = try labels(["chelsea.jpg,282", "again.jpg,282", "coffee.jpg,967", "cup.jpg,967"])
        let probe = try #require(try figures(pairs, ["--probe"])["probe"] as? [String: Any])
        #expect(probe["images"] as? Int == 4 && probe["right"] as? Int == 4)
    }

    @Test func flippingIsTheMeanOfBothViews() throws {
        let path = try labels(right)
        let plain = try #require(try figures(path)["mistakes"] as? [[String: Any]])
        let both = try #require(try figures(path, ["--flip"])["mistakes"] as? [[String: Any]])
        let answer = try SharedServer.client().request(
            "POST", "/v1/classify?flip=true&top_k=1", headers: [("Content-Type", "image/jpeg")],
            body: Photograph.bytes("astronaut.jpg")
        ).json()
        let predictions = try #require((answer["predictions"] as? [[[String: Any]]])?.first)
        #expect(both[0]["score"] as? Double == predictions[0]["score"] as? Double)
        #expect(both[0]["score"] as? Double != plain[0]["score"] as? Double)
    }

    @Test func calibrationIsWrittenAndServed() throws {
        let checkpoint = folder.file("model.safetensors").path
        try FileManager.default.copyItem(atPath: MantissaBinary.checkpoint.path, toPath: checkpoint)
        func predict() throws -> String {
            try MantissaBinary.run(["predict", checkpoint, Photograph.path("coffee.jpg"), "--top-k", "1"]).output
        }
        let before = try predict()
        let result = try evaluate(labels(right), ["--calibrate"], checkpoint: checkpoint)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("model.safetensors: temperature "))
        let after = try predict()
        #expect(before != after && after.contains("967  espresso"))
        #expect(try MantissaBinary.run(["inspect", checkpoint, "--verify"]).status == 0)
        // Evaluated once more, the error is what was promised, and the same temperature is found.
        let first = try #require(try figures(labels(right))["calibration"] as? [String: Any])
        let second = try JSONSerialization.jsonObject(
            with: Data(evaluate(labels(right), ["--json"], checkpoint: checkpoint).output.utf8))
        let calibration = try #require((second as? [String: Any])?["calibration"] as? [String: Any])
        let promised = try #require(first["expected_error_with_temperature"] as? Double)
        #expect(abs(try #require(calibration["expected_error"] as? Double) - promised) < 1e-4)
        #expect(calibration["temperature"] as? Double == first["temperature"] as? Double)
        // Labels that do not say one class each say nothing of probabilities.
        let several = try evaluate(labels(["coffee.jpg,1;2"]), ["--calibrate"], checkpoint: checkpoint)
        #expect(several.status == 1 && several.errors.contains("no temperature was fitted"))
    }

    @Test func thePageHoldsEverythingItShows() throws {
        try copy("astronaut", to: "a<b>.jpg")
        let page = folder.file("report.html")
        let result = try evaluate(labels(right + ["a<b>.jpg,1"]), ["--report", page.path])
        #expect(result.status == 0, "\(result.errors)")
        let html = try String(contentsOf: page, encoding: .utf8)
        #expect(html.contains("560 football helmet") && html.contains("data:image/jpeg;base64,"))
        #expect(html.contains("a&lt;b&gt;.jpg") && !html.contains("a<b>"))
        #expect(!html.contains("http") && !html.contains("<script"))
        #expect(
            try failure(labels(right), ["--report", folder.file("no/report.html").path], expectingOutput: true)
                .contains("cannot be written"))
    }
}
