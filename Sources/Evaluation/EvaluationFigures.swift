/// All that is said of one model on one set of images.
///
/// Which figures have a meaning depends on the labels: with exactly one for each sample there are a confusion matrix and a calibration
/// error; with any other number there is ReaL accuracy in place of top-1, and accuracy by number of labels.
package struct EvaluationFigures: Sendable {
    package struct Sample: Sendable {
        package var name: String
        /// Indices of scores.
        package var labels: Set<Int>
        /// Probabilities of the classes, 0...1, as classify gives them.
        package var scores: [Float]
        /// Scores of the classes as multilabel gives them; empty where the model does not.
        package var multilabelScores: [Float]

        package init(name: String, labels: Set<Int>, scores: [Float], multilabelScores: [Float] = []) {
            self.name = name
            self.labels = labels
            self.scores = scores
            self.multilabelScores = multilabelScores
        }
    }

    /// A class against all others.
    package struct ClassFigures: Sendable, Hashable {
        package var label: Int
        /// Samples that have the label.
        package var support: Int
        /// Nil if all samples have the label, or none.
        package var auroc: Double?
        /// Nil if none has it.
        package var averagePrecision: Double?
    }

    /// A sample whose best class is none of its labels.
    package struct Mistake: Sendable {
        package var name: String
        package var labels: [Int]
        package var predicted: Int
        /// Of the predicted class.
        package var score: Float
    }

    package let samples: Int
    /// Every sample has exactly one label.
    package let isSingleLabel: Bool
    /// Top-1 accuracy, or ReaL accuracy.
    package let top1: TopKAccuracy
    package let top5: TopKAccuracy
    package let labelCounts: LabelCountAccuracy
    /// Nil unless every sample has one label.
    package let confusions: ConfusionMatrix?
    /// Nil unless every sample has one label.
    package let calibration: CalibrationError?
    /// Of the classes that are a label of some sample, by index; by `multilabelScores` where there are any.
    package let classes: [ClassFigures]
    /// Nil without `multilabelScores`.
    package let thresholded: ThresholdedF1?
    /// The most confident first.
    package let mistakes: [Mistake]

    /// - Parameters:
    ///   - samples: with scores of one length.
    ///   - threshold: of `multilabelScores`.
    package init(_ samples: [Sample], threshold: Float) {
        self.samples = samples.count
        isSingleLabel = !samples.isEmpty && samples.allSatisfy { $0.labels.count == 1 }
        var top1 = TopKAccuracy(k: 1), top5 = TopKAccuracy(k: 5)
        var labelCounts = LabelCountAccuracy()
        var confusions = ConfusionMatrix()
        var calibration = CalibrationError()
        let isMultilabel = samples.first.map { !$0.multilabelScores.isEmpty } ?? false
        var thresholded = ThresholdedF1(threshold: threshold, classCount: samples.first?.scores.count ?? 0)
        var mistakes: [Mistake] = []
        for sample in samples {
            top1.add(sample.scores, labels: sample.labels)
            top5.add(sample.scores, labels: sample.labels)
            labelCounts.add(sample.scores, labels: sample.labels)
            if isMultilabel { thresholded.add(sample.multilabelScores, labels: sample.labels) }
            guard let best = Ranking.best(sample.scores), let label = sample.labels.first else { continue }
            let isRight = sample.labels.contains(best)
            if isSingleLabel {
                confusions.add(label: label, predicted: best)
                calibration.add(confidence: Double(sample.scores[best]), isRight: isRight)
            }
            if !isRight {
                mistakes.append(
                    Mistake(
                        name: sample.name, labels: sample.labels.sorted(), predicted: best, score: sample.scores[best]))
            }
        }
        self.top1 = top1
        self.top5 = top5
        self.labelCounts = labelCounts
        self.confusions = isSingleLabel ? confusions : nil
        self.calibration = isSingleLabel ? calibration : nil
        self.thresholded = isMultilabel ? thresholded : nil
        self.mistakes = mistakes.sorted { ($1.score, $0.name) < ($0.score, $1.name) }
        classes = Set(samples.flatMap(\.labels)).sorted().map { label in
            let column = samples.map { isMultilabel ? $0.multilabelScores[label] : $0.scores[label] }
            let isPositive = samples.map { $0.labels.contains(label) }
            return ClassFigures(
                label: label, support: isPositive.count { $0 },
                auroc: AreaUnderROC.value(column, isPositive: isPositive),
                averagePrecision: AveragePrecision.value(column, isPositive: isPositive))
        }
    }

    /// The mean over the classes that some samples have and others have not; nil without such.
    package var meanAUROC: Double? { Self.mean(classes.compactMap(\.auroc)) }
    /// The mean over the classes that some sample has (mAP); nil without such.
    package var meanAveragePrecision: Double? { Self.mean(classes.compactMap(\.averagePrecision)) }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
