/// The sum over axes: inputs data, optional axes.
package struct ReduceSum: Operator {
    package static let name = "ReduceSum"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceSum: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(0, +) }
}
