package import ModelGraph

/// The samples that ranges are measured on: read one at a time, as often as wanted, always in the same order.
package struct CalibrationSource: Sendable {
    /// How many samples there are.
    package let count: Int
    private let read: @Sendable (Int) throws -> [String: Tensor]

    /// - Parameter sample: the inputs of the model by name for a number in 0..<count; each may hold a batch.
    package init(count: Int, sample: @escaping @Sendable (Int) throws -> [String: Tensor]) {
        self.count = count
        read = sample
    }

    package init(_ samples: [[String: Tensor]]) {
        self.init(count: samples.count) { samples[$0] }
    }

    package func sample(_ index: Int) throws -> [String: Tensor] { try read(index) }
}
