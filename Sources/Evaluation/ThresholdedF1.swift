/// F1 of what scores at least a threshold, for samples with any number of labels. A sample that has no label and gets none counts 0, as
/// scikit-learn has it.
package struct ThresholdedF1: Sendable {
    package let threshold: Float
    private var classes: [(right: Int, predicted: Int, labels: Int)]
    private var sampleSum = 0.0
    private var samples = 0

    package init(threshold: Float, classCount: Int) {
        self.threshold = threshold
        classes = .init(repeating: (0, 0, 0), count: classCount)
    }

    /// - Parameters:
    ///   - scores: of one sample, as many as there are classes.
    ///   - labels: its classes, each an index of `scores`.
    package mutating func add(_ scores: [Float], labels: Set<Int>) {
        var right = 0
        var predicted = 0
        for (index, score) in scores.enumerated() where score >= threshold {
            predicted += 1
            classes[index].predicted += 1
            if labels.contains(index) {
                right += 1
                classes[index].right += 1
            }
        }
        for label in labels { classes[label].labels += 1 }
        samples += 1
        sampleSum += Self.f1(right, predicted, labels.count)
    }

    /// Over all decisions.
    package var micro: Double {
        var sum = (0, 0, 0)
        for entry in classes { sum = (sum.0 + entry.right, sum.1 + entry.predicted, sum.2 + entry.labels) }
        return Self.f1(sum.0, sum.1, sum.2)
    }

    /// The mean over the classes that some sample has or gets; of the others nothing is known. 0 without such.
    package var macro: Double {
        let known = classes.filter { $0.predicted + $0.labels > 0 }
        return known.reduce(0) { $0 + Self.f1($1.right, $1.predicted, $1.labels) } / Double(max(1, known.count))
    }

    /// The mean over samples; 0 without any.
    package var perSample: Double { sampleSum / Double(max(1, samples)) }

    private static func f1(_ right: Int, _ predicted: Int, _ labels: Int) -> Double {
        predicted + labels == 0 ? 0 : Double(2 * right) / Double(predicted + labels)
    }
}
