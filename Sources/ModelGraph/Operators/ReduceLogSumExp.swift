import PortableMath

/// The logarithm of the sum of exponentials over axes: inputs data, optional axes.
package struct ReduceLogSumExp: Operator {
    package static let name = "ReduceLogSumExp"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceLogSumExp: ReduceOperator {
    package func reduce(_ values: [Double]) -> Double {
        // Shifted by the largest, so that no exponential overflows.
        let largest = values.max() ?? -.infinity
        guard largest.isFinite else { return largest }
        return largest + PortableMath.log(values.reduce(0) { $0 + PortableMath.exp($1 - largest) })
    }
}
