import PortableMath

/// What a linear classifier learns from embeddings: multinomial logistic regression with an L2 penalty, the usual measure of a
/// representation (Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016).
///
/// The loss is that of scikit-learn's LogisticRegression for three classes and more: C times the sum of the samples' cross entropies plus half the squared norm of
/// the weights, the biases left out; it is convex, so that every way to its minimum leads to the same classifier.
package struct LinearProbe: Sendable {
    /// Of each class `inputs` weights and a bias.
    private let parameters: [Double]
    private let classes: [Int]
    private let inputs: Int

    /// - Parameters:
    ///   - rows: of one length, one and more.
    ///   - labels: of each row.
    ///   - inverseRegularization: C, above 0.
    ///   - iterations: of L-BFGS at most; it ends before where the gradient is small.
    package init(_ rows: [[Double]], labels: [Int], inverseRegularization: Double = 1, iterations: Int = 200) {
        inputs = rows.first?.count ?? 0
        classes = Set(labels).sorted()
        let (inputs, classes) = (inputs, classes)
        let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        let targets = labels.map { places[$0] ?? 0 }
        parameters = LBFGS.minimize(
            from: [Double](repeating: 0, count: classes.count * (inputs + 1)), iterations: iterations
        ) { point, gradient in
            Self.loss(point, rows, targets, inputs, classes.count, inverseRegularization, &gradient)
        }
    }

    /// The class whose score is the largest; of equal ones the lowest.
    package func predict(_ row: [Double]) -> Int {
        let scores = Self.scores(parameters, row, inputs, classes.count)
        return Ranking.best(scores).map { classes[$0] } ?? 0
    }

    /// Which samples are classified rightly by probes that have not seen them: samples are dealt to five folds class by class in their
    /// order, and each fold is judged by a probe of the other four. A sample whose class no other has is left out.
    ///
    /// - Returns: of each sample that is not left out 1 for right, 0 for wrong.
    package static func crossValidated(_ embeddings: [[Float]], labels: [Int], folds: Int = 5) -> [Double] {
        let rows = embeddings.map(Vectors.unit)
        var dealt: [Int: Int] = [:]
        let fold = labels.map { label in
            defer { dealt[label, default: 0] += 1 }
            return dealt[label, default: 0] % folds
        }
        let used = Vectors.repeated(labels)
        var outcomes: [Int: Double] = [:]
        for number in 0..<folds {
            let (seen, unseen) = (used.filter { fold[$0] != number }, used.filter { fold[$0] == number })
            guard !seen.isEmpty, !unseen.isEmpty else { continue }
            // Rows of norm 1 are short: with C = 1 the penalty would be all.
            let probe = LinearProbe(
                seen.map { rows[$0] }, labels: seen.map { labels[$0] }, inverseRegularization: 100)
            for index in unseen { outcomes[index] = probe.predict(rows[index]) == labels[index] ? 1 : 0 }
        }
        return used.compactMap { outcomes[$0] }
    }

    private static func scores(_ parameters: [Double], _ row: [Double], _ inputs: Int, _ classes: Int) -> [Double] {
        (0..<classes).map { index in
            let start = index * (inputs + 1)
            var sum = parameters[start + inputs]
            for column in 0..<inputs { sum += parameters[start + column] * row[column] }
            return sum
        }
    }

    private static func loss(
        _ parameters: [Double], _ rows: [[Double]], _ targets: [Int], _ inputs: Int, _ classes: Int, _ c: Double,
        _ gradient: inout [Double]
    ) -> Double {
        var value = 0.0
        for index in 0..<classes {
            for column in 0..<inputs {
                let place = index * (inputs + 1) + column
                value += parameters[place] * parameters[place] / 2
                gradient[place] = parameters[place]
            }
            gradient[index * (inputs + 1) + inputs] = 0
        }
        for (row, target) in zip(rows, targets) {
            let scores = scores(parameters, row, inputs, classes)
            let largest = scores.max() ?? 0
            let exponentials = scores.map { PortableMath.exp($0 - largest) }
            let sum = exponentials.reduce(0, +)
            value += c * (PortableMath.log(sum) - (scores[target] - largest))
            for index in 0..<classes {
                let slope = c * (exponentials[index] / sum - (index == target ? 1 : 0))
                let start = index * (inputs + 1)
                for column in 0..<inputs { gradient[start + column] += slope * row[column] }
                gradient[start + inputs] += slope
            }
        }
        return value
    }
}
