/// The largest element along axes; NaN wins: inputs data, optional axes.
package struct ReduceMax: Operator {
    package static let name = "ReduceMax"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }
}

extension ReduceMax: ReduceOperator {
    package static var reducedTypes: [ElementType] { ElementType.numbers + [.bool] }

    package func reduce(_ values: [Double]) -> Double { values.reduce(-.infinity) { $0.isNaN || $0 > $1 ? $0 : $1 } }
}
