import Checkpoint
import Foundation
import JSON
import Kernels
import Repository
import TestSupport
import Testing

@testable import Serving

/// Options against a real model: what suits it, and what is made of outputs.
@Suite struct TaskAnswerTests {
    private static let model = Result {
        try ReadyModel.load(
            path: PackageRoot.path + "/Models/efficientnet_lite0/1/model.safetensors", instructionSet: .best)
    }

    private func answer(_ task: ModelTask, _ settings: String = "{}") throws -> TaskAnswer {
        let model = try Self.model.get()
        let json = try #require(try JSONParser.parse(Array(settings.utf8)).object)
        let settings = try ModelSettings(json, labels: model.metadata.labels)
        return TaskAnswer(task: task, model: AnsweringModel(model, settings: settings))
    }

    private func options(_ query: [String: String]) throws -> RequestOptions {
        try RequestOptions(query.mapValues(RequestOptions.Source.text))
    }

    /// Logits: `background` but for some classes.
    private func output(_ logits: [Int: Float], background: Float = -100) -> ModelService.Output {
        var scores = [Float](repeating: background, count: 1000)
        for (index, value) in logits { scores[index] = value }
        return ModelService.Output(scores: scores, embedding: [3, 4, 12])
    }

    private func body(
        _ answer: TaskAnswer, _ outputs: [ModelService.Output], _ query: [String: String] = [:]
    ) throws -> [String: Any] {
        let bytes = try answer.body(outputs, try answer.check(try options(query)))
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    private func listed(_ body: [String: Any]) throws -> [[[String: Any]]] {
        try #require(body["predictions"] as? [[[String: Any]]])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var task: ModelTask
        var query: [String: String]
        var mentions: String
        var testDescription: String { "\(task) \(query)" }
    }

    @Test(arguments: [
        Refusal(task: .classify, query: ["threshold": "0.5"], mentions: "threshold is an option of multilabel"),
        Refusal(task: .classify, query: ["thresholds": "{}"], mentions: "thresholds is an option of multilabel"),
        Refusal(task: .classify, query: ["dimensions": "8"], mentions: "dimensions is an option of embed"),
        Refusal(task: .classify, query: ["encoding_format": "int8"], mentions: "encoding_format"),
        Refusal(task: .classify, query: ["encoding_format": "float"], mentions: "logits=true"),
        Refusal(task: .multilabel, query: ["encoding_format": "float", "logits": "false"], mentions: "logits=true"),
        Refusal(task: .classify, query: ["encoding_format": "int8", "logits": "true"], mentions: "\"int8\""),
        Refusal(task: .multilabel, query: ["encoding_format": "ubinary", "logits": "true"], mentions: "\"ubinary\""),
        Refusal(task: .multilabel, query: ["dimensions": "8"], mentions: "dimensions is an option of embed"),
        Refusal(task: .embed, query: ["top_k": "3"], mentions: "top_k is an option of classify and multilabel"),
        Refusal(task: .embed, query: ["classes": "1"], mentions: "classes"),
        Refusal(task: .embed, query: ["temperature": "2"], mentions: "temperature"),
        Refusal(task: .embed, query: ["threshold": "0"], mentions: "threshold"),
        Refusal(task: .embed, query: ["thresholds": "{}"], mentions: "thresholds"),
        Refusal(task: .embed, query: ["logits": "false"], mentions: "logits"),
        Refusal(task: .embed, query: ["dimensions": "8"], mentions: "does not declare"),
        Refusal(task: .classify, query: ["classes": "tabby,unicorn"], mentions: "\"unicorn\""),
        Refusal(task: .classify, query: ["classes": "1000"], mentions: "1000"),
        Refusal(task: .classify, query: ["classes": "crane"], mentions: "134 and 517"),
        Refusal(task: .multilabel, query: ["thresholds": #"{"unicorn": 0.1}"#], mentions: "\"unicorn\""),
    ])
    func whatMakesNoSenseIsRefused(_ refusal: Refusal) throws {
        let answer = try answer(refusal.task)
        let options = try options(refusal.query)
        let error = try #require(throws: ServingError.self) { try answer.check(options) }
        #expect(error.kind == .malformed)
        #expect(error.message.contains(refusal.mentions), "\(error.message)")
    }

    @Test func whoNamesClassesSeesAllOfThemWithTheScoresOfTheWhole() throws {
        let output = output([281: 2, 282: 1, 3: 0])
        let classify = try answer(.classify, #"{"aliases": {"cat": ["tabby", 282]}}"#)
        let classes = "7,6,5,4,3,2,1,0,tabby,281,cat"
        let found = try listed(try body(classify, [output], ["classes": classes]))[0]
        #expect(found.count == 10)
        #expect(found.map { $0["index"] as? Int } == [nil, 281, 3, 0, 1, 2, 4, 5, 6, 7])
        #expect(found[0]["label"] as? String == "cat")
        #expect(found[0]["index"] is NSNull)
        let sum = exp(2.0) + exp(1) + exp(0)
        let scores = found.compactMap { $0["score"] as? Double }
        for (score, expected) in zip(scores, [(exp(2) + exp(1)) / sum, exp(2) / sum, exp(0) / sum]) {
            #expect(abs(score - expected) < 1e-6)
        }
        #expect(try listed(try body(classify, [output], ["classes": classes, "top_k": "2"]))[0].count == 2)
    }

    @Test func theModelsOwnClassesAndTemperatureHoldUnlessAsked() throws {
        let output = output([281: 2, 282: 1, 3: 0])
        let classify = try answer(.classify, #"{"classes": [3, 282], "temperature": 2}"#)
        let found = try listed(try body(classify, [output]))[0]
        #expect(found.map { $0["index"] as? Int } == [282, 3])
        func expected(_ logit: Double, _ temperature: Double) -> Double {
            exp(logit / temperature) / [2, 1, 0].reduce(0) { $0 + exp($1 / temperature) }
        }
        #expect(abs(try #require(found[0]["score"] as? Double) - expected(1, 2)) < 1e-6)
        let asked = try listed(try body(classify, [output], ["classes": "281", "temperature": "0.5"]))[0]
        #expect(asked.map { $0["index"] as? Int } == [281])
        #expect(abs(try #require(asked[0]["score"] as? Double) - expected(2, 0.5)) < 1e-6)
    }

    /// The request's thresholds of classes, then its threshold, then the model's settings, then the checkpoint's 0.5.
    @Test func theClosestThresholdHolds() throws {
        let settings = #"{"thresholds": {"281": 0.99, "3": 0}, "temperature": 1}"#
        let multilabel = try answer(.multilabel, settings)
        // Without another class in sight the scores are 1 - tiny, tiny for the rest; with equals they are as bias says.
        let output = output([281: 0, 282: 0])
        func found(_ query: [String: String]) throws -> [Int?] {
            try listed(try body(multilabel, [output], query))[0].map { $0["index"] as? Int }
        }
        // sigmoid(log 1 + log 3) = 0.75 for both.
        #expect(try found([:]) == [282, 3])
        #expect(try found(["threshold": "0.7"]) == [281, 282])
        #expect(try found(["thresholds": #"{"tiger cat": 0.8, "3": 1, "5": 0}"#]) == [5])
        #expect(try found(["threshold": "0.7", "thresholds": #"{"281": 0.8}"#]) == [282])
    }

    @Test func flipIsTheMeanOfBothViews() throws {
        let views = [output([281: 3, 282: 1]), output([281: 1, 282: 2])]
        let other = [output([5: 1]), output([5: 1])]
        let flipped = try body(
            try answer(.classify), views + other, ["flip": "true", "classes": "281,282", "logits": "true"])
        let found = try listed(flipped)
        #expect(found.count == 2)
        func score(_ a: Double, _ b: Double) -> Double { exp(a) / (exp(a) + exp(b)) }
        let expected = [(score(3, 1) + score(1, 2)) / 2, (score(1, 3) + score(2, 1)) / 2]
        for (entry, expected) in zip(found[0], expected) {
            #expect(abs(try #require(entry["score"] as? Double) - expected) < 1e-6)
        }
        let logits = try #require(flipped["logits"] as? [[Double]])
        #expect(logits.map(\.count) == [1000, 1000])
        #expect(logits[0][281] == 2 && logits[0][282] == 1.5 && logits[0][0] == -100 && logits[1][5] == 1)
    }

    @Test func embeddingsAreCutWhereTheModelSaysSo() throws {
        let output = output([:])
        for settings in [#"{"matryoshka": true}"#, #"{"embedding_dimensions": [2, 640]}"#] {
            let embed = try answer(.embed, settings)
            let cut = try #require(try body(embed, [output], ["dimensions": "2"])["embeddings"] as? [[Double]])
            #expect(cut.map { $0.map(Float.init) } == [[0.6, 0.8]])
            #expect(try embed.check(try options(["dimensions": "1280"])).dimensions == 1280)
            let options = try options(["dimensions": "1281"])
            let error = try #require(throws: ServingError.self) { try embed.check(options) }
            #expect(error.message.contains("1280"))
        }
        let listed = try answer(.embed, #"{"embedding_dimensions": [2, 640]}"#)
        let three = try options(["dimensions": "3"])
        let error = try #require(throws: ServingError.self) { try listed.check(three) }
        #expect(error.message.contains("2, 640"))
        #expect(try answer(.embed, #"{"matryoshka": true}"#).check(three).dimensions == 3)
        let never = try answer(.embed, #"{"matryoshka": false}"#)
        #expect(throws: ServingError.self) { try never.check(three) }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func whatIsNoNumberIsAnErrorAndNoAnswer(_ value: Float) throws {
        for task in ModelTask.allCases {
            let answer = try answer(task)
            let outputs = [
                ModelService.Output(scores: [value] + [Float](repeating: 0, count: 999), embedding: [1, value])
            ]
            let options = try answer.check(try options([:]))
            let error = try #require(throws: ServingError.self) { try answer.body(outputs, options) }
            #expect(error.kind == .internal)
        }
    }

    @Test func embeddingsOfOtherProtocolsAreNumbersToo() throws {
        let answer = try answer(.embed)
        let options = try answer.check(try options([:]))
        let output = output([:])
        let unit: [Float] = [3.0 / 13, 4.0 / 13, 12.0 / 13]
        #expect(try answer.embeddings([output, output], options) == [unit, unit])
        #expect(try answer.features([output], dimensions: nil) == [[3, 4, 12]])
        #expect(try answer.features([output], dimensions: 2) == [[3, 4]])
        for value in [Float.nan, .infinity] {
            let bad = ModelService.Output(scores: [], embedding: [1, value])
            #expect(throws: ServingError.self) { try answer.embeddings([output, bad], options) }
            #expect(throws: ServingError.self) { try answer.features([bad], dimensions: 1) }
        }
    }
}
