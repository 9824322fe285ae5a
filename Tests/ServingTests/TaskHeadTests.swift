import Checkpoint
import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite struct TaskHeadTests {
    @Test func softmaxScoresSumToOne() {
        let head = ClassifyHead(kind: .softmaxLogits, labels: ["a", "b", "c"])
        let predictions = head.predictions([1, 3, 2], topK: 3)
        #expect(predictions.map(\.index) == [1, 2, 0])
        #expect(predictions.map(\.label) == ["b", "c", "a"])
        let sum = predictions.reduce(0) { $0 + Double($1.score) }
        #expect(abs(sum - 1) < 1e-6)
        let expected = exp(3.0) / (exp(1.0) + exp(3.0) + exp(2.0))
        #expect(abs(Double(predictions[0].score) - expected) < 1e-6)
    }

    @Test func classesWithoutLabelsHaveNone() {
        #expect(ClassifyHead(kind: .softmaxLogits, labels: nil).predictions([1, 2], topK: 1)[0].label == nil)
    }

    @Test func extremeLogitsGiveNumbers() {
        for logits: [Float] in [[1e4, -1e4, 0], [88, 88, 88], [-3e38, 3e38, 0], [0, 0, 0]] {
            for prediction in ClassifyHead(kind: .softmaxLogits, labels: nil).predictions(logits, topK: 3) {
                #expect((0...1).contains(prediction.score))
            }
            let head = MultilabelHead(kind: .softmaxLogits, calibration: MultilabelCalibration(), labels: nil)
            for prediction in head.predictions(logits, threshold: 0, topK: 3) {
                #expect((0...1).contains(prediction.score))
            }
        }
    }

    /// sigmoid(logit_i / T - log(sum of the others) + bias), against double precision.
    @Test(arguments: [MultilabelCalibration(), MultilabelCalibration(temperature: 0.7, bias: 1.0986)])
    func oddsAreThoseOfTheDefinition(_ calibration: MultilabelCalibration) throws {
        var random = SeededGenerator(seed: 5)
        let logits = (0..<40).map { _ in Float.random(in: -4...8, using: &random) }
        let head = MultilabelHead(kind: .softmaxLogits, calibration: calibration, labels: nil)
        let scores = Dictionary(
            uniqueKeysWithValues: head.predictions(logits, threshold: 0, topK: 40).map { ($0.index, $0.score) })
        for index in logits.indices {
            let scaled = logits.map { Double($0) / Double(calibration.temperature) }
            let others = scaled.indices.filter { $0 != index }.reduce(0) { $0 + exp(scaled[$1]) }
            let expected = 1 / (1 + exp(-(scaled[index] - log(others) + Double(calibration.bias))))
            let score = try #require(scores[index])
            #expect(abs(Double(score) - expected) < 2e-6)
        }
    }

    @Test func withoutCalibrationTheOddsAreTheSoftmax() {
        let logits: [Float] = [0.5, 2, -1, 1]
        let multilabel = MultilabelHead(kind: .softmaxLogits, calibration: MultilabelCalibration(), labels: nil)
            .predictions(logits, threshold: 0, topK: 4)
        let softmax = ClassifyHead(kind: .softmaxLogits, labels: nil).predictions(logits, topK: 4)
        for (a, b) in zip(multilabel, softmax) { #expect(a.index == b.index && abs(a.score - b.score) < 1e-6) }
    }

    @Test func onlyScoresFromTheThresholdOnAreGiven() {
        let head = MultilabelHead(
            kind: .sigmoidProbabilities, calibration: MultilabelCalibration(threshold: 0.4), labels: nil)
        #expect(head.predictions([0.4, 0.39, 0.8], threshold: nil, topK: nil).map(\.index) == [2, 0])
        #expect(head.predictions([0.4, 0.39, 0.8], threshold: 0.9, topK: nil).isEmpty)
    }

    @Test func embeddingsHaveLengthOne() {
        #expect(EmbedHead.embedding([3, 4]) == [0.6, 0.8])
        #expect(EmbedHead.embedding([0, 0]) == [0, 0])
    }
}
