import PortableMath

/// The logarithm of the sum over axes: inputs data, optional axes.
package struct ReduceLogSum: Operator {
    package static let name = "ReduceLogSum"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceLogSum: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double { PortableMath.log(values.reduce(0, +)) }
}
