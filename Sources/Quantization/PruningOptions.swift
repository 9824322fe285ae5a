/// What `Pruner` sets to zero.
package struct PruningOptions: Sendable, Hashable {
    /// What becomes zero together.
    package enum Structure: String, Sendable, CaseIterable {
        /// Blocks that the kernels leave out (`Kernels.WeightBlock`): faster, at a greater loss.
        case block
        /// Single weights: smaller, and hardly faster.
        case weight
    }

    /// Of the layers that can be pruned the share of multiply-adds (`block`) or of weights (`weight`) that are left
    /// out,
    /// 0...0.95.
    package var ratio: Double
    package var structure: Structure

    /// No layer loses a larger share.
    static let largestRatio = 0.95

    package init(ratio: Double, structure: Structure = .block) {
        self.ratio = ratio
        self.structure = structure
    }

    /// As in a checkpoint's provenance.
    package var description: String { "\(ratio) \(structure.rawValue)" }

    /// What is wrong with the ratio; nil if nothing is.
    package var problem: String? {
        (0...Self.largestRatio).contains(ratio) ? nil : "\(ratio); expected a share of 0 to \(Self.largestRatio)"
    }
}
