import FoundationEssentials
import TestSupport
import Testing

@testable import Evaluation

/// What scikit-learn and SciPy say of random scores: Tests/Fixtures/scripts/make_evaluation_cases.py.
@Suite struct ScikitLearnTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var classes: Int
        var labels: [Int]
        var logits: [Float]
        var scores: [Float]
        var several: [[Int]]
        var embeddings: [Float]
        var threshold: Float
        var expected: Expected

        var testDescription: String { name }

        func rows(_ values: [Float]) -> [[Float]] {
            let size = values.count / labels.count
            return labels.indices.map { Array(values[$0 * size..<($0 + 1) * size]) }
        }
    }

    struct Expected: Decodable, Sendable {
        var top1: Double
        var top3: Double
        var real: Double
        var variableTopK: Double
        var precision: Double
        var recall: Double
        var f1: Double
        var calibrationError: Double
        var temperature: Double
        var negativeLogLikelihood: Double
        var auroc: [Double?]
        var averagePrecision: [Double?]
        var f1Micro: Double
        var f1Macro: Double
        var f1Samples: Double
        var nearestNeighbours: [Double]
        var linearProbe: [Int]
        var linearProbeUnseen: [Double]

        private enum CodingKeys: String, CodingKey {
            case top1, top3, real, precision, recall, f1, temperature, auroc
            case variableTopK = "variable_top_k"
            case calibrationError = "calibration_error"
            case negativeLogLikelihood = "negative_log_likelihood"
            case averagePrecision = "average_precision"
            case f1Micro = "f1_micro"
            case f1Macro = "f1_macro"
            case f1Samples = "f1_samples"
            case nearestNeighbours = "nearest_neighbours"
            case linearProbe = "linear_probe"
            case linearProbeUnseen = "linear_probe_unseen"
        }
    }

    static let cases: [Case] = {
        do {
            return try JSONDecoder().decode([Case].self, from: Data(contentsOf: Fixtures.url("evaluation/cases.json")))
        } catch { fatalError("the fixture evaluation/cases.json cannot be read: \(error)") }
    }()

    private func isClose(_ a: Double?, _ b: Double?, _ tolerance: Double = 1e-9) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) < tolerance
    }

    @Test(arguments: cases) func accuracy(_ data: Case) {
        var top1 = TopKAccuracy(k: 1), top3 = TopKAccuracy(k: 3), real = TopKAccuracy(k: 1)
        var counted = LabelCountAccuracy()
        for (row, logits) in data.rows(data.logits).enumerated() {
            top1.add(logits, labels: [data.labels[row]])
            top3.add(logits, labels: [data.labels[row]])
            real.add(logits, labels: Set(data.several[row]))
            counted.add(logits, labels: Set(data.several[row]))
        }
        #expect(isClose(top1.value, data.expected.top1))
        #expect(isClose(top3.value, data.expected.top3))
        #expect(isClose(real.value, data.expected.real))
        #expect(isClose(counted.mean, data.expected.variableTopK))
        #expect(real.samples == data.several.count { !$0.isEmpty })
    }

    @Test(arguments: cases) func precisionRecallAndF1(_ data: Case) throws {
        var matrix = ConfusionMatrix()
        for (row, logits) in data.rows(data.logits).enumerated() {
            matrix.add(label: data.labels[row], predicted: try #require(Ranking.best(logits)))
        }
        let macro = try #require(matrix.macro)
        #expect(isClose(macro.precision, data.expected.precision))
        #expect(isClose(macro.recall, data.expected.recall))
        #expect(isClose(macro.f1, data.expected.f1))
    }

    @Test(arguments: cases) func calibration(_ data: Case) throws {
        var error = CalibrationError()
        for (row, logits) in data.rows(data.logits).enumerated() {
            let best = try #require(Ranking.best(logits))
            let confidence = TemperatureFit.probability(of: best, logits, temperature: 1)
            error.add(confidence: confidence, isRight: best == data.labels[row])
        }
        #expect(isClose(error.expected, data.expected.calibrationError, 1e-7))
        let logits = data.rows(data.logits)
        let temperature = try #require(TemperatureFit.temperature(logits, labels: data.labels))
        #expect(isClose(temperature, data.expected.temperature, 1e-5 * data.expected.temperature))
        let loss = TemperatureFit.negativeLogLikelihood(logits, labels: data.labels, temperature: 1)
        #expect(isClose(loss, data.expected.negativeLogLikelihood))
    }

    @Test(arguments: cases) func rankingOfSamples(_ data: Case) {
        let rows = data.rows(data.scores)
        for index in 0..<data.classes {
            let column = rows.map { $0[index] }
            let isPositive = data.several.map { $0.contains(index) }
            #expect(isClose(AreaUnderROC.value(column, isPositive: isPositive), data.expected.auroc[index]))
            #expect(
                isClose(AveragePrecision.value(column, isPositive: isPositive), data.expected.averagePrecision[index]))
        }
    }

    @Test(arguments: cases) func thresholds(_ data: Case) {
        var figures = ThresholdedF1(threshold: data.threshold, classCount: data.classes)
        for (row, scores) in data.rows(data.scores).enumerated() { figures.add(scores, labels: Set(data.several[row])) }
        #expect(isClose(figures.micro, data.expected.f1Micro))
        #expect(isClose(figures.macro, data.expected.f1Macro))
        #expect(isClose(figures.perSample, data.expected.f1Samples))
    }

    @Test(arguments: cases) func linearProbe(_ data: Case) {
        let rows = data.rows(data.embeddings).map { row in
            let norm = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            return row.map { Double($0) / norm }
        }
        let probe = LinearProbe(rows, labels: data.labels)
        #expect(rows.map(probe.predict) == data.expected.linearProbe)
        let outcomes = LinearProbe.crossValidated(data.rows(data.embeddings), labels: data.labels)
        #expect(outcomes == data.expected.linearProbeUnseen)
    }

    @Test(arguments: cases) func neighbours(_ data: Case) {
        let outcomes = NearestNeighbours.leaveOneOut(data.rows(data.embeddings), labels: data.labels, k: 5)
        #expect(outcomes == data.expected.nearestNeighbours)
    }
}
