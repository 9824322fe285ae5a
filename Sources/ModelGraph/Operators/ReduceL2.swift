/// The square root of the sum of squares over axes: inputs data, optional axes.
package struct ReduceL2: Operator {
    package static let name = "ReduceL2"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceL2: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
