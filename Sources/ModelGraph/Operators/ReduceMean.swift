/// The mean over axes: inputs data, optional axes.
package struct ReduceMean: Operator {
    package static let name = "ReduceMean"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceMean: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
