import Checkpoint
import JSON
import Testing

@testable import Serving

@Suite struct EnsembleTests {
    private func ensemble(_ text: String) throws -> Ensemble {
        try Ensemble(try #require(try JSONParser.parse(Array(text.utf8)).object))
    }

    private func facts(
        _ tasks: [ModelTask] = [.classify, .multilabel, .embed], _ classCount: Int? = 3, _ labels: [String]? = nil
    ) -> Ensemble.MemberFacts { Ensemble.MemberFacts(tasks: tasks, classCount: classCount, labels: labels) }

    @Test func membersAndWeightsAreRead() throws {
        let ensemble = try ensemble(#"{"members": ["a", "b/2", "b/10"], "weights": [2, 1, 1]}"#)
        #expect(ensemble.members.map(\.description) == ["a", "b/2", "b/10"])
        #expect(ensemble.members.map(\.version) == [nil, 2, 10])
        #expect(ensemble.weights == [0.5, 0.25, 0.25])
        #expect(try self.ensemble(#"{"members": ["a", "b"]}"#).weights == [0.5, 0.5])
        #expect(try self.ensemble(#"{"members": ["a", "b"], "weights": [0.1, 0.3]}"#).weights == [0.25, 0.75])
    }

    @Test(arguments: [
        (#"{}"#, "members"), (#"{"members": ["a"]}"#, "2 to 64"), (#"{"members": "a"}"#, "members"),
        (#"{"members": ["a", "a"]}"#, "twice"), (#"{"members": ["a", 1]}"#, "a number"),
        (#"{"members": ["a", "b/x"]}"#, "b/x"), (#"{"members": ["a", "b/02"]}"#, "b/02"),
        (#"{"members": ["a", "/2"]}"#, "/2"), (#"{"members": ["a", "b/1/2"]}"#, "b/1/2"),
        (#"{"members": ["a", ""]}"#, "\"\""), (#"{"member": ["a", "b"]}"#, "did you mean \"members\"?"),
        (#"{"members": ["a", "b"], "weights": [1]}"#, "2 numbers"),
        (#"{"members": ["a", "b"], "weights": [1, 0]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, -1]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, 1e300]}"#, "weights"),
        (#"{"members": ["a", "b"], "weights": [1, 1, "x"]}"#, "weights"),
    ])
    func whatIsWrongIsNamed(_ text: String, _ mentions: String) throws {
        let error = try #require(throws: ServingError.self) { try ensemble(text) }
        #expect(error.message.contains(mentions), "\(error.message)")
    }

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
        let mean = three.scores(scores)
        for index in 0..<3 {
            let values = scores.map { Double($0.classes[index]) }
            let expected = (3 * values[0] + 2 * values[1] + values[2]) / 6
            #expect(abs(Double(mean.classes[index]) - expected) < 1e-7)
            let (w, v) = (three.weights, scores.map { $0.classes[index] })
            #expect(mean.classes[index] == w[0] * v[0] + w[1] * v[1] + w[2] * v[2])
        }
        #expect(abs(mean.groups[0] - 0.85) < 1e-6)
    }
}
