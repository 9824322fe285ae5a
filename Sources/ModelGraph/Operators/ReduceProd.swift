/// The product over axes: inputs data, optional axes.
package struct ReduceProd: Operator {
    package static let name = "ReduceProd"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceProd: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { values.reduce(1, *) }
}
