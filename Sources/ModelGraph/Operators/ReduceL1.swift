/// The sum of magnitudes over axes: inputs data, optional axes.
package struct ReduceL1: Operator {
    package static let name = "ReduceL1"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceL1: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(0) { $0 + abs($1) } }
}
