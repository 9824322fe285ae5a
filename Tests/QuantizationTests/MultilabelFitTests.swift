import Checkpoint
import Foundation
import TestSupport
import Testing

@testable import Quantization

@Suite struct MultilabelFitTests {
    /// Labels drawn from the softmax of known logits; the fit sees the logits times a factor and must find it.
    @Test(arguments: [Float(0.5), 1, 2])
    func findsTheTemperatureThatTheLabelsWereDrawnWith(_ temperature: Float) throws {
        var random = SeededGenerator(seed: 21)
        var scores: [[Float]] = [], classes: [Int] = []
        for _ in 0..<4000 {
            let logits = random.floats(5, in: -3...3)
            let weights = logits.map { exp(Double($0)) }
            var left = Double.random(in: 0..<weights.reduce(0, +), using: &random)
            classes.append(
                weights.firstIndex {
                    left -= $0; return left < 0
                } ?? 4)
            scores.append(logits.map { $0 * temperature })
        }
        let fit = try #require(MultilabelFit.calibration(scores: scores, classes: classes))
        // 4000 samples determine it to about 2%.
        #expect(abs(fit.temperature / temperature - 1) < 0.08, "seed 21: \(fit.temperature)")
        #expect(fit.threshold == 0.5)
    }

    @Test func refusesWhatCannotBeUsed() {
        #expect(MultilabelFit.calibration(scores: [], classes: []) == nil)
        #expect(MultilabelFit.calibration(scores: [[1, 2]], classes: [2]) == nil)
        #expect(MultilabelFit.calibration(scores: [[1, .nan]], classes: [0]) == nil)
        #expect(MultilabelFit.calibration(scores: [[1, 2]], classes: [0, 1]) == nil)
    }
}
