import Checkpoint
import Foundation
import TestSupport
import Testing

@testable import Serving

/// Each head against double precision.
@Suite struct TaskHeadTests {
    private typealias Kind = CheckpointMetadata.ScoresKind

    private func softmax(_ logits: [Float], temperature: Double = 1) -> [Double] {
        let exponentials = logits.map { exp(Double($0) / temperature) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    private func isClose(_ a: Float, _ b: Double, within bound: Double = 2e-6) -> Bool { abs(Double(a) - b) < bound }

    private func multilabel(
        _ kind: CheckpointMetadata.ScoresKind, _ calibration: MultilabelCalibration = MultilabelCalibration(),
        temperature: Float? = nil
    ) -> MultilabelHead { MultilabelHead(kind: kind, calibration: calibration, temperature: temperature) }

    @Test(arguments: [1, 0.5, 3] as [Float])
    func softmaxIsThatOfTheDefinition(_ temperature: Float) {
        let logits: [Float] = [1, 3, 2, -1]
        let scores = ClassifyHead(kind: .softmaxLogits, temperature: temperature).scores(logits, groups: [])
        for (score, expected) in zip(scores.classes, softmax(logits, temperature: Double(temperature))) {
            #expect(isClose(score, expected))
        }
        // A model that ends in Softmax says the same of its probabilities.
        let probabilities = softmax(logits).map(Float.init)
        let again = ClassifyHead(kind: .softmaxProbabilities, temperature: temperature)
            .scores(probabilities, groups: [])
        for (a, b) in zip(again.classes, scores.classes) { #expect(isClose(a, Double(b))) }
        if temperature == 1 { #expect(again.classes == probabilities) }
    }

    @Test(arguments: [1, 0.5, 3] as [Float])
    func sigmoidHeadsKeepTheirOwnScores(_ temperature: Float) {
        let logits: [Float] = [-2, 0, 0.5, 4]
        let expected = logits.map { 1 / (1 + exp(-Double($0) / Double(temperature))) }
        let probabilities = logits.map { Float(1 / (1 + exp(-Double($0)))) }
        for heads in [
            [
                ClassifyHead(kind: .sigmoidLogits, temperature: temperature),
                multilabel(.sigmoidLogits, temperature: temperature),
            ] as [any ClassHead],
            [
                ClassifyHead(kind: .sigmoidProbabilities, temperature: temperature),
                multilabel(.sigmoidProbabilities, temperature: temperature),
            ],
        ] {
            for (head, outputs) in zip(heads, [logits, logits]) {
                let isProbability =
                    (head as? ClassifyHead)?.kind == .sigmoidProbabilities
                    || (head as? MultilabelHead)?.kind == .sigmoidProbabilities
                let scores = head.scores(isProbability ? probabilities : outputs, groups: []).classes
                for (score, expected) in zip(scores, expected) { #expect(isClose(score, expected)) }
            }
        }
    }

    @Test func extremeOutputsGiveNumbersAtAnyTemperature() {
        for logits: [Float] in [[1e4, -1e4, 0], [88, 88, 88], [-3e38, 3e38, 0], [0, 0, 0]] {
            for temperature: Float in [1e-37, 0.1, 1, 1e37] {
                let heads: [any ClassHead] = [
                    ClassifyHead(kind: .softmaxLogits, temperature: temperature),
                    ClassifyHead(kind: .sigmoidLogits, temperature: temperature),
                    multilabel(.softmaxLogits, temperature: temperature),
                    multilabel(.sigmoidLogits, temperature: temperature),
                ]
                for head in heads {
                    let scores = head.scores(logits, groups: [[0, 2], [0, 1, 2]])
                    for score in scores.classes + scores.groups { #expect((0...1).contains(score)) }
                }
            }
        }
        for probabilities: [Float] in [[0, 1], [1, 0], [Float.leastNonzeroMagnitude, 1]] {
            for kind in [CheckpointMetadata.ScoresKind.softmaxProbabilities, .sigmoidProbabilities] {
                let heads: [any ClassHead] = [
                    ClassifyHead(kind: kind, temperature: 0.3), multilabel(kind, temperature: 0.3),
                ]
                for head in heads {
                    for score in head.scores(probabilities, groups: []).classes { #expect((0...1).contains(score)) }
                }
            }
        }
    }

    /// sigmoid(logit_i / T - log(sum of the others) + bias), against double precision; a group the same with the sum of its
    /// own exponentials.
    @Test(arguments: [MultilabelCalibration(), MultilabelCalibration(temperature: 0.7, bias: 1.0986)])
    func oddsAreThoseOfTheDefinition(_ calibration: MultilabelCalibration) {
        var random = SeededGenerator(seed: 5)
        let logits = (0..<40).map { _ in Float.random(in: -4...8, using: &random) }
        for temperature in [nil, 2] as [Float?] {
            let scores = multilabel(.softmaxLogits, calibration, temperature: temperature)
                .scores(logits, groups: [[3], [0, 7, 39], []])
            let scaled = logits.map { Double($0) / Double(temperature ?? calibration.temperature) }
            func expected(_ group: [Int]) -> Double {
                let inside = group.reduce(0) { $0 + exp(scaled[$1]) }
                let outside = scaled.indices.filter { !group.contains($0) }.reduce(0) { $0 + exp(scaled[$1]) }
                return 1 / (1 + exp(-(log(inside) - log(outside) + Double(calibration.bias))))
            }
            for index in logits.indices { #expect(isClose(scores.classes[index], expected([index]))) }
            #expect(isClose(scores.groups[0], expected([3])))
            #expect(isClose(scores.groups[1], expected([0, 7, 39])))
            #expect(scores.groups[2] == 0)
        }
    }

    @Test func withoutCalibrationTheOddsAreTheSoftmaxAndGroupsItsSums() {
        let logits: [Float] = [0.5, 2, -1, 1]
        let odds = multilabel(.softmaxLogits).scores(logits, groups: [[0, 3]])
        let classify = ClassifyHead(kind: .softmaxLogits).scores(logits, groups: [[0, 3]])
        let expected = softmax(logits)
        for (a, b) in zip(odds.classes, expected) { #expect(isClose(a, b)) }
        #expect(isClose(odds.groups[0], expected[0] + expected[3]))
        #expect(isClose(classify.groups[0], expected[0] + expected[3]))
    }

    @Test func aGroupOfASigmoidHeadIsItsLargest() {
        let probabilities: [Float] = [0.4, 0.1, 0.8]
        let heads: [any ClassHead] = [ClassifyHead(kind: .sigmoidProbabilities), multilabel(.sigmoidProbabilities)]
        for head in heads {
            #expect(head.scores(probabilities, groups: [[0, 1], [1, 2]]).groups == [0.4, 0.8])
        }
    }

    @Test func theMeanIsWeightedAndAtMostOne() {
        let a = ClassScores(classes: [0.5, 0.25], groups: [0.75])
        let b = ClassScores(classes: [0.25, 0.75], groups: [0.25])
        #expect(ClassScores.mean([a, b], weights: [0.5, 0.5]) == ClassScores(classes: [0.375, 0.5], groups: [0.5]))
        #expect(
            ClassScores.mean([a, b], weights: [0.75, 0.25])
                == ClassScores(classes: [0.4375, 0.375], groups: [0.625]))
        let sure = ClassScores(classes: [1], groups: [1])
        let weights = [Float(0.33333334), 0.33333334, 0.33333334]
        #expect(ClassScores.mean([sure, sure, sure], weights: weights) == sure)
    }

    @Test func embeddingsHaveLengthOne() {
        #expect(EmbedHead.embedding([3, 4]) == [0.6, 0.8])
        #expect(EmbedHead.embedding([0, 0]) == [0, 0])
        // Squares beyond float32's range, on both sides.
        #expect(EmbedHead.embedding([3e30, 4e30]).map { ($0 * 1000).rounded() } == [600, 800])
        #expect(EmbedHead.embedding([3e-30, 4e-30]).map { ($0 * 1000).rounded() } == [600, 800])
    }

    @Test func aCutEmbeddingHasLengthOneAgain() {
        #expect(EmbedHead.embedding([[3, 4, 12]], dimensions: 2) == [0.6, 0.8])
        #expect(EmbedHead.embedding([[3, 4, 12]], dimensions: 3) == EmbedHead.embedding([3, 4, 12]))
    }

    /// Unit vectors (1, 0) and (0, 1) whatever the lengths of the features: their mean points between them.
    @Test func viewsCountAlikeInAnEmbedding() {
        let mean = EmbedHead.embedding([[5, 0], [0, 0.1]])
        for value in mean { #expect(isClose(value, 0.5.squareRoot())) }
        let features: [[Float]] = [[1, 2, 3], [3, 1, -1]]
        let units = features.map { feature in
            let length = feature.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            return feature.map { Double($0) / length }
        }
        let sums = (0..<2).map { units[0][$0] + units[1][$0] }
        let length = (sums[0] * sums[0] + sums[1] * sums[1]).squareRoot()
        for (value, sum) in zip(EmbedHead.embedding(features, dimensions: 2), sums) {
            #expect(isClose(value, sum / length))
        }
    }
}
