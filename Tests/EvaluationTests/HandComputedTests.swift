import Testing

@testable import Evaluation

/// Cases small enough for pencil and paper, and the edges of definitions.
@Suite struct HandComputedTests {
    @Test func equalScoresAreRankedByIndex() {
        #expect([0, 1, 2].map { Ranking.rank(of: $0, in: [1, 2, 1]) } == [1, 0, 2])
        #expect(Ranking.best([1, 3, 3]) == 1)
        #expect(Ranking.best([Float]()) == nil)
        #expect(Ranking.top(2, of: [1, 2, 1]) == [1, 0])
        #expect(Ranking.top(9, of: [1, 2]) == [1, 0])
    }

    /// ReaL: three images of which one has no label. The first is right by its second label, the second wrong.
    @Test func realAccuracyLeavesOutWhatHasNoLabel() {
        var real = TopKAccuracy(k: 1)
        real.add([0.1, 0.7, 0.2], labels: [0, 1])
        real.add([0.1, 0.7, 0.2], labels: [0, 2])
        real.add([0.1, 0.7, 0.2], labels: [])
        #expect(real.outcomes == [1, 0])
        #expect(real.value == 0.5)
        #expect(TopKAccuracy(k: 1).value == nil)
    }

    /// One label: right and wrong, 1/2. Two labels: both, one and none of the two best, 1/2. Three labels: two of three.
    @Test func accuracyByNumberOfLabels() throws {
        let scores: [Float] = [0.5, 0.3, 0.15, 0.05]
        let third = 1.0 / 3
        var accuracy = LabelCountAccuracy()
        for labels: Set<Int> in [[0], [1], [0, 1], [0, 2], [2, 3], [0, 1, 3], []] {
            accuracy.add(scores, labels: labels)
        }
        #expect(
            accuracy.slices == [
                .init(labelCount: 1, samples: 2, top1: 0.5, accuracy: 0.5),
                .init(labelCount: 2, samples: 3, top1: third * 2, accuracy: 0.5),
                .init(labelCount: 3, samples: 1, top1: 1, accuracy: third * 2),
            ])
        let mean = try #require(accuracy.mean), subgroupMean = try #require(accuracy.subgroupMean)
        // (2 * 1/2 + 3 * 1/2 + 2/3) / 6 and (1/2 + 1/2 + 2/3) / 3.
        #expect(abs(mean - 0.527777777777778) < 1e-12)
        #expect(abs(subgroupMean - 0.555555555555556) < 1e-12)
        #expect(LabelCountAccuracy().mean == nil && LabelCountAccuracy().subgroupMean == nil)
    }

    /// Cats (0) 3, dogs (1) 1: two cats right, one taken for a dog; the dog taken for a bird (2).
    @Test func confusions() throws {
        let third = 1.0 / 3
        var matrix = ConfusionMatrix()
        for (label, predicted) in [(0, 0), (0, 0), (0, 1), (1, 2)] { matrix.add(label: label, predicted: predicted) }
        #expect(
            matrix.confusions == [.init(label: 0, predicted: 1, count: 1), .init(label: 1, predicted: 2, count: 1)])
        #expect(
            matrix.classes == [
                .init(label: 0, support: 3, precision: 1, recall: third * 2, f1: 0.8),
                .init(label: 1, support: 1, precision: 0, recall: 0, f1: 0),
                .init(label: 2, support: 0, precision: 0, recall: 0, f1: 0),
            ])
        let macro = try #require(matrix.macro)
        #expect(abs(macro.precision - third) < 1e-12)
        #expect(ConfusionMatrix().macro == nil)
    }

    /// Two bins: 0.4 twice with one right is 0.1 off; 0.9 twice with both right is 0.1 off.
    @Test func calibrationError() throws {
        var error = CalibrationError(binCount: 2)
        for (confidence, isRight) in [(0.4, true), (0.4, false), (0.9, true), (0.9, true)] {
            error.add(confidence: confidence, isRight: isRight)
        }
        #expect(abs(try #require(error.expected) - 0.1) < 1e-12)
        #expect(error.bins.map(\.samples) == [2, 2])
        #expect(error.bins[1].accuracy == 1 && error.bins[1].confidence == 0.9)
        // An edge belongs to the bin below it.
        error.add(confidence: 0.5, isRight: true)
        error.add(confidence: 0, isRight: true)
        error.add(confidence: 1, isRight: true)
        #expect(error.bins.map(\.samples) == [4, 3])
        #expect(CalibrationError().expected == nil && CalibrationError().bins[0].accuracy == nil)
    }

    @Test func temperatureOfOverconfidentScores() throws {
        // Odds of 9 to 1 that are right 3 times of 4: T = ln 9 / ln 3 = 2.
        let logits: [[Float]] = [[2.1972246, 0], [2.1972246, 0], [2.1972246, 0], [2.1972246, 0]]
        let temperature = try #require(TemperatureFit.temperature(logits, labels: [0, 0, 0, 1]))
        #expect(abs(temperature - 2) < 1e-5)
        #expect(TemperatureFit.temperature([], labels: []) == nil)
        #expect(TemperatureFit.temperature([[1, 2]], labels: [2]) == nil)
        #expect(TemperatureFit.temperature([[1, .infinity]], labels: [0]) == nil)
    }

    @Test func areasNeedBothKinds() {
        #expect(AreaUnderROC.value([0.1, 0.2], isPositive: [true, true]) == nil)
        #expect(AreaUnderROC.value([0.1, 0.2], isPositive: [false, false]) == nil)
        #expect(AreaUnderROC.value([0.1, 0.1], isPositive: [true, false]) == 0.5)
        #expect(AreaUnderROC.value([0.9, 0.4, 0.6], isPositive: [true, false, false]) == 1)
        #expect(AveragePrecision.value([0.1], isPositive: [false]) == nil)
        let precision = AveragePrecision.value([0.9, 0.8, 0.7], isPositive: [true, false, true])
        #expect(precision.map { abs($0 - 0.833333333333333) < 1e-12 } == true)
    }

    @Test func intervals() throws {
        #expect(Bootstrap.interval(of: []) == nil)
        #expect(Bootstrap.interval(of: [1, 1, 1]) == .init(lower: 1, upper: 1))
        // 100 of 400 right: 0.25 +- 1.96 sqrt(0.25 * 0.75 / 400) = 0.0424 as the normal distribution has it.
        let values = (0..<400).map { $0 % 4 == 0 ? 1.0 : 0 }
        let interval = try #require(Bootstrap.interval(of: values))
        #expect(abs(interval.lower - 0.2076) < 0.006)
        #expect(abs(interval.upper - 0.2924) < 0.006)
        #expect(Bootstrap.interval(of: values) == interval)
        let narrow = try #require(Bootstrap.interval(of: values, level: 0.5))
        #expect(narrow.lower > interval.lower && narrow.upper < interval.upper)
    }

    @Test func intervalsOfDifferences() throws {
        // 0.25 of 400 and 0.5 of 400: -0.25 +- 1.96 sqrt(0.1875 / 400 + 0.25 / 400) = 0.0648.
        let (few, many) = ((0..<400).map { $0 % 4 == 0 ? 1.0 : 0 }, (0..<400).map { $0 % 2 == 0 ? 1.0 : 0 })
        let interval = try #require(Bootstrap.intervalOfDifference(few, many))
        #expect(abs(interval.lower + 0.3148) < 0.008)
        #expect(abs(interval.upper + 0.1852) < 0.008)
        #expect(Bootstrap.intervalOfDifference(few, []) == nil)
    }

    @Test func aProbeNeedsAnotherOfTheClass() {
        #expect(LinearProbe.crossValidated([[1, 0]], labels: [3]).isEmpty)
        let pairs: [[Float]] = [[1, 0], [5, 1], [0, 1], [1, 5], [3, 3]]
        #expect(LinearProbe.crossValidated(pairs, labels: [3, 3, 4, 4, 9]) == [1, 1, 1, 1])
    }

    @Test func aLoneEmbeddingHasNoNeighbours() {
        #expect(NearestNeighbours.leaveOneOut([[1, 0]], labels: [3]).isEmpty)
        // Nobody can vote for the third one's class.
        #expect(NearestNeighbours.leaveOneOut([[1, 0], [2, 0], [0, 1]], labels: [3, 3, 4], k: 1) == [1, 1])
        let pairs: [[Float]] = [[1, 0], [5, 1], [0, 1], [1, 5]]
        #expect(NearestNeighbours.leaveOneOut(pairs, labels: [3, 3, 4, 4], k: 1) == [1, 1, 1, 1])
        #expect(NearestNeighbours.leaveOneOut(pairs, labels: [3, 4, 3, 4], k: 1) == [0, 0, 0, 0])
        // A row of zeros is like nothing.
        #expect(NearestNeighbours.leaveOneOut([[0, 0], [0, 0]], labels: [1, 1]) == [1, 1])
    }
}
