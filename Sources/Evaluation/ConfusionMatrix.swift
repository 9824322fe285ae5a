/// Which class was taken for which.
package struct ConfusionMatrix: Sendable {
    package struct Cell: Sendable, Hashable {
        package var label: Int
        package var predicted: Int
        package var count: Int
    }

    /// Of one class against all others. A ratio without a denominator is 0, as scikit-learn has it.
    package struct ClassFigures: Sendable, Hashable {
        package var label: Int
        /// Samples of the class.
        package var support: Int
        package var precision: Double
        package var recall: Double
        package var f1: Double
    }

    private var counts: [Int: [Int: Int]] = [:]

    package init() {}

    package mutating func add(label: Int, predicted: Int) { counts[label, default: [:]][predicted, default: 0] += 1 }

    /// The cells off the diagonal that hold something, the fullest first, then by label and prediction.
    package var confusions: [Cell] {
        counts.flatMap { label, row in
            row.compactMap { $0 == label ? nil : Cell(label: label, predicted: $0, count: $1) }
        }.sorted { ($1.count, $0.label, $0.predicted) < ($0.count, $1.label, $1.predicted) }
    }

    /// Of every class that is a label or was predicted, by index.
    package var classes: [ClassFigures] {
        var predicted: [Int: Int] = [:]
        for row in counts.values { for (index, count) in row { predicted[index, default: 0] += count } }
        return Set(counts.keys).union(predicted.keys).sorted().map { index in
            let right = counts[index]?[index] ?? 0
            let support = counts[index]?.values.reduce(0, +) ?? 0
            return ClassFigures(
                label: index, support: support, precision: Self.ratio(right, predicted[index] ?? 0),
                recall: Self.ratio(right, support), f1: Self.ratio(2 * right, support + (predicted[index] ?? 0)))
        }
    }

    /// Means over `classes`, each as much as any other; nil without samples.
    package var macro: (precision: Double, recall: Double, f1: Double)? {
        let classes = classes
        guard !classes.isEmpty else { return nil }
        func mean(_ value: (ClassFigures) -> Double) -> Double {
            classes.reduce(0) { $0 + value($1) } / Double(classes.count)
        }
        return (mean { $0.precision }, mean { $0.recall }, mean { $0.f1 })
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
