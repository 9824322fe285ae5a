/// Accuracy of samples with several labels: of a sample with n labels, how many of the n best classes are among them.
///
/// Samples are averaged within each number of labels, and these averages once more, so that the many samples with one label do not
/// hide the few with many (average subgroup multi-label accuracy; Anzaku et al., "Re-assessing ImageNet: how aligned is its
/// single-label assumption with its multi-label nature?", 2024).
package struct LabelCountAccuracy: Sendable {
    /// Samples with one number of labels.
    package struct Slice: Sendable, Hashable {
        package var labelCount: Int
        package var samples: Int
        /// Whose best class is one of their labels: 0...1.
        package var top1: Double
        /// Mean share of labels among as many best classes: 0...1.
        package var accuracy: Double
    }

    private var sums: [Int: (samples: Int, top1: Double, accuracy: Double)] = [:]

    package init() {}

    /// - Parameters:
    ///   - scores: of one sample.
    ///   - labels: its classes, each an index of `scores`. A sample without labels is left out.
    package mutating func add(_ scores: [Float], labels: Set<Int>) {
        guard !labels.isEmpty else { return }
        let best = Ranking.top(labels.count, of: scores)
        var sum = sums[labels.count] ?? (0, 0, 0)
        sum.samples += 1
        sum.top1 += best.first.map(labels.contains) == true ? 1 : 0
        sum.accuracy += Double(best.count(where: labels.contains)) / Double(labels.count)
        sums[labels.count] = sum
    }

    /// By number of labels.
    package var slices: [Slice] {
        sums.sorted { $0.key < $1.key }.map { count, sum in
            Slice(
                labelCount: count, samples: sum.samples, top1: sum.top1 / Double(sum.samples),
                accuracy: sum.accuracy / Double(sum.samples))
        }
    }

    /// Over all samples; nil without any.
    package var mean: Double? {
        let samples = sums.values.reduce(0) { $0 + $1.samples }
        return samples == 0 ? nil : slices.reduce(0) { $0 + $1.accuracy * Double($1.samples) } / Double(samples)
    }

    /// The mean of the slices' accuracies; nil without samples.
    package var subgroupMean: Double? {
        slices.isEmpty ? nil : slices.reduce(0) { $0 + $1.accuracy } / Double(slices.count)
    }
}
