/// The sum of squares over axes: inputs data, optional axes.
package struct ReduceSumSquare: Operator {
    package static let name = "ReduceSumSquare"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceSumSquare: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
}
