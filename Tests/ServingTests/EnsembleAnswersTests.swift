import Checkpoint
import JSON
import Repository
import Testing

@testable import Serving

@Suite struct EnsembleAnswersTests {
    private func ensemble(_ text: String) throws -> Ensemble {
        try Ensemble(try #require(try JSONParser.parse(Array(text.utf8)).object))
    }

    private func facts(
        _ tasks: [ModelTask] = [.classify, .multilabel, .embed], _ classCount: Int? = 3, _ labels: [String]? = nil
    ) -> Ensemble.MemberFacts { Ensemble.MemberFacts(tasks: tasks, classCount: classCount, labels: labels) }

    @Test func offersWhatAllMembersOffer() throws {
        let pair = try ensemble(#"{"members": ["a", "b"]}"#)
        #expect(try pair.tasks([facts(), facts()]) == [.classify, .multilabel])
        #expect(try pair.tasks([facts(), facts([.classify, .embed])]) == [.classify])
        #expect(try pair.tasks([facts([.classify], nil, ["x", "y", "z"]), facts()]) == [.classify])
        #expect(pair.labels([facts(), facts([.classify], 3, ["x", "y", "z"])]) == ["x", "y", "z"])
    }

    @Test func membersMustMeanTheSameClasses() throws {
        let pair = try ensemble(#"{"members": ["a", "b/2"]}"#)
        for (first, second, mentions) in [
            (facts(), facts([.classify], 4), "4 classes"), (facts(), facts([.classify], nil), "open"),
            (facts([.classify]), facts([.multilabel, .embed]), "in common"),
            (facts([.embed]), facts([.embed]), "in common"),
            (facts([.classify], 3, ["x", "y", "z"]), facts([.classify], 3, ["x", "q", "z"]), "class 1 is \"y\" of a"),
        ] {
            let error = try #require(throws: ServingError.self) { try pair.tasks([first, second]) }
            #expect(error.message.contains(mentions), "\(error.message)")
        }
    }

    /// Against double precision, and the same bits as the sum in the order of the members.
    @Test func scoresAreTheWeightedMean() throws {
        let three = try ensemble(#"{"members": ["a", "b", "c"], "weights": [3, 2, 1]}"#)
        let scores = [
            ClassScores(classes: [0.7, 0.2, 0.1], groups: [0.9]), ClassScores(classes: [0.1, 0.8, 0.1], groups: [0.9]),
            ClassScores(classes: [0.3, 0.3, 0.4], groups: [0.6]),
        ]
        let mean = ClassScores.mean(scores, weights: three.weights)
        for index in 0..<3 {
            let values = scores.map { Double($0.classes[index]) }
            let expected = (3 * values[0] + 2 * values[1] + values[2]) / 6
            #expect(abs(Double(mean.classes[index]) - expected) < 1e-7)
            let (w, v) = (three.weights, scores.map { $0.classes[index] })
            #expect(mean.classes[index] == w[0] * v[0] + w[1] * v[1] + w[2] * v[2])
        }
        #expect(abs(mean.groups[0] - 0.85) < 1e-6)
    }

    /// Two members that give probabilities as they are, so that the numbers can be followed.
    private func answer(_ task: ModelTask = .classify) -> TaskAnswer {
        let head = MemberHead(kind: .sigmoidProbabilities, calibration: MultilabelCalibration(), temperature: nil)
        return TaskAnswer(
            task: task,
            model: AnsweringModel(
                name: "e", version: 2, sha256: "sha256:00", tasks: [.classify, .multilabel], labels: nil, classCount: 2,
                threshold: 0.5, settings: ModelSettings(), heads: [head, head], weights: [0.75, 0.25]))
    }

    private func outputs(_ scores: [[Float]]) -> [ModelService.Output] {
        scores.map { ModelService.Output(scores: $0) }
    }

    private func body(_ outputs: [ModelService.Output], _ query: [String: String]) throws -> String {
        let answer = answer()
        let options = try answer.check(try RequestOptions(query.mapValues(RequestOptions.Source.text)))
        return String(decoding: try answer.body(outputs, options), as: UTF8.self)
    }

    @Test func outputsAreThoseOfTheMembersInOrderAndEachHasItsImagesAndViews() throws {
        let head = #"{"model":"e","version":"2","checkpoint":"sha256:00","predictions":["#
        // 0.75 * 0.5 + 0.25 * 1 and 0.75 * 0.25 + 0.25 * 0, then 0.75 * 1 + 0.25 * 0 and 0.75 * 0 + 0.25 * 0.5.
        #expect(
            try body(outputs([[0.5, 0.25], [1, 0], [1, 0], [0, 0.5]]), [:])
                == head + #"[{"index":0,"label":null,"score":0.625},{"index":1,"label":null,"score":0.1875}],"#
                + #"[{"index":0,"label":null,"score":0.75},{"index":1,"label":null,"score":0.125}]]}"#)
        // The same four as two views of one image: 0.75 * (0.5 + 1) / 2 + 0.25 * (1 + 0) / 2.
        #expect(
            try body(outputs([[0.5, 0.25], [1, 0], [1, 0], [0, 0.5]]), ["flip": "true", "top_k": "1"])
                == head + #"[{"index":0,"label":null,"score":0.6875}]]}"#)
    }

    @Test func whatAnEnsembleDoesNotHaveIsRefused() throws {
        let logits = try RequestOptions(["logits": .text("true")])
        let error = try #require(throws: ServingError.self) { try answer().check(logits) }
        #expect(error.kind == .malformed && error.message.contains("ensemble"))
        let plain = try RequestOptions([:])
        let embed = try #require(throws: ServingError.self) { try answer(.embed).check(plain) }
        #expect(embed.message.contains("classify, multilabel"))
    }

    /// Members that leave the number open may agree on paper only.
    @Test func membersThatGiveDifferentNumbersOfClassesAreAnErrorAndNoAnswer() throws {
        let error = try #require(throws: ServingError.self) { try body(outputs([[0.5, 0.25], [1, 0, 0]]), [:]) }
        #expect(error.kind == .internal)
    }
}
