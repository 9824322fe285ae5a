/// How often one of a sample's labels is among the k best classes.
///
/// With one label each this is top-k accuracy. With k = 1 and any number of labels it is ReaL accuracy (Beyer et al., "Are we done
/// with ImageNet?", 2020), which leaves out the samples that have no label.
package struct TopKAccuracy: Sendable {
    package let k: Int
    /// Of each sample that has a label, in their order: 1 for right, 0 for wrong.
    package private(set) var outcomes: [Double] = []

    package init(k: Int) { self.k = k }

    /// - Parameters:
    ///   - scores: of one sample.
    ///   - labels: its classes, each an index of `scores`.
    package mutating func add(_ scores: [Float], labels: Set<Int>) {
        if let outcome = Self.outcome(scores, labels: labels, k: k) { outcomes.append(outcome) }
    }

    /// Of one sample, 1 for right, 0 for wrong; nil without labels.
    package static func outcome(_ scores: [Float], labels: Set<Int>, k: Int) -> Double? {
        labels.isEmpty ? nil : labels.contains { Ranking.rank(of: $0, in: scores) < k } ? 1 : 0
    }

    package var samples: Int { outcomes.count }
    package var right: Int { outcomes.count { $0 == 1 } }
    /// 0...1; nil without samples.
    package var value: Double? { outcomes.isEmpty ? nil : Double(right) / Double(samples) }
}
